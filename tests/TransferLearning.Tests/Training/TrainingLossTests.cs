using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning.Tests.Training;

public sealed class TrainingLossTests
{
    private static readonly TrainingOptions Balanced = new() { BalanceClasses = true };

    [Fact]
    public void Without_wishes_it_is_the_plain_loss_to_the_bit()
    {
        using var scope = NewDisposeScope();
        foreach (int classes in new[] { 2, 3 })
        {
            (Tensor logits, Tensor labels) = Batch(classes);
            using var loss = new TrainingLoss(new TrainingOptions(), Images(4, 2, 1), classes);

            Assert.Equal(CrossEntropy.Loss(logits, labels).item<float>(), loss.Of(logits, labels).item<float>());
        }
    }

    [Fact]
    public void One_logit_means_what_two_mean_in_cross_entropy_and_so_do_its_gradients()
    {
        using var scope = NewDisposeScope();
        (Tensor logits, Tensor labels) = Batch(2);
        Tensor one = logits.detach().clone().requires_grad_(true), second = logits.detach().clone().requires_grad_(true);
        using var loss = new TrainingLoss(Balanced, Images(6, 2), 2);
        Tensor weights = tensor(new[] { 8f / 12, 8f / 4 });

        Tensor ours = loss.Of(one, labels);
        Tensor theirs = functional.cross_entropy(cat([zeros_like(second), second], 1), labels, weight: weights);
        ours.backward();
        theirs.backward();

        Assert.Equal(theirs.item<float>(), ours.item<float>(), 1e-6f);
        Assert.All(second.grad!.data<float>().ToArray().Zip(one.grad!.data<float>().ToArray()), pair =>
            Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void A_class_without_images_does_not_break_the_weights()
    {
        using var scope = NewDisposeScope();
        (Tensor logits, _) = Batch(3);
        using var loss = new TrainingLoss(Balanced, Images(3, 5, 0), 3);

        Assert.True(float.IsFinite(loss.Of(logits, tensor(new long[] { 0, 1, 0, 1, 1 })).item<float>()));
    }

    private static (Tensor Logits, Tensor Labels) Batch(int classes)
    {
        random.manual_seed(5);
        return (randn(5, classes == 2 ? 1 : classes) * 2, tensor(new long[] { 0, 1, 0, classes - 1, 1 }));
    }

    private static ImageFile[] Images(params int[] counts) =>
        [.. counts.SelectMany((count, label) => Enumerable.Range(0, count).Select(i => new ImageFile($"{label}-{i}.png", label)))];
}
