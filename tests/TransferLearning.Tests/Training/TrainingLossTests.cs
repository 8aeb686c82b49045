using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning.Tests.Training;

public sealed class TrainingLossTests
{
    [Fact]
    public void One_logit_means_what_two_mean_in_cross_entropy_and_so_do_its_gradients()
    {
        using var scope = NewDisposeScope();
        (Tensor logits, Tensor labels) = Batch(2);
        Tensor one = logits.detach().clone().requires_grad_(true), second = logits.detach().clone().requires_grad_(true);
        Tensor weights = tensor(new[] { 8f / 12, 8f / 4 });

        Tensor ours = CrossEntropy.Loss(one, labels, tensor(CrossEntropy.Balance(Images(6, 2), 2)));
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
        Tensor weights = tensor(CrossEntropy.Balance(Images(3, 5, 0), 3));

        Assert.True(float.IsFinite(CrossEntropy.Loss(logits, tensor(new long[] { 0, 1, 0, 1, 1 }), weights).item<float>()));
    }

    private static (Tensor Logits, Tensor Labels) Batch(int classes)
    {
        random.manual_seed(5);
        return (randn(5, classes == 2 ? 1 : classes) * 2, tensor(new long[] { 0, 1, 0, classes - 1, 1 }));
    }

    private static ImageFile[] Images(params int[] counts) =>
        [.. counts.SelectMany((count, label) => Enumerable.Range(0, count).Select(i => new ImageFile($"{label}-{i}.png", label)))];
}
