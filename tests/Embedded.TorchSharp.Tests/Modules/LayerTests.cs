using Embedded.TorchSharp.Tests.Fixtures;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Embedded.TorchSharp.Tests.Modules;

public class LayerTests
{
    [Fact]
    public void Batch_normalisation_counts_batches_and_has_PyTorchs_defaults()
    {
        using BatchNorm2d norm = BatchNorm2d(4);
        Assert.Equal(0.1, norm.momentum);
        Assert.Equal(1e-5, norm.eps);
        norm.call(randn(3, 4, 2, 2));
        norm.call(randn(3, 4, 2, 2));
        Assert.Equal(2, norm.num_batches_tracked!.item<long>());
        norm.eval();
        norm.call(randn(3, 4, 2, 2));
        Assert.Equal(2, norm.num_batches_tracked.item<long>());
    }

    [Fact]
    public void Without_momentum_the_running_mean_is_the_plain_average()
    {
        using BatchNorm1d norm = BatchNorm1d(1);
        norm.momentum = null;
        norm.call(tensor(new[] { 1f, 3 }, 2, 1));
        norm.call(tensor(new[] { 5f, 7 }, 2, 1));
        Assert.Equal(4, norm.running_mean!.data<float>()[0], 5);
    }

    [Fact]
    public void A_batch_of_one_pixel_is_normalised_in_training_too()
    {
        using BatchNorm2d norm = BatchNorm2d(4);
        Assert.Equal(4, norm.call(ones(1, 4, 1, 1)).dim());
    }

    [Fact]
    public void Dropout_drops_its_share_in_training_and_scales_the_rest()
    {
        manual_seed(1);
        using Dropout dropout = Dropout(0.25);
        using Tensor x = ones(100, 100);
        float[] values = dropout.call(x).data<float>().ToArray();
        Assert.All(values, v => Assert.True(v == 0 || Math.Abs(v - (1 / 0.75f)) < 1e-6));
        Assert.InRange(values.Count(v => v == 0) / 10000.0, 0.235, 0.265);
        dropout.eval();
        Assert.Equal(x.data<float>().ToArray(), dropout.call(x).data<float>().ToArray());
    }

    [Fact]
    public void Dropout_gives_gradients_only_to_what_it_kept()
    {
        manual_seed(1);
        using Tensor x = ones(50).requires_grad_();
        using Tensor y = functional.dropout(x, 0.5);
        y.sum().backward();
        Assert.Equal(y.data<float>().ToArray(), x.grad!.data<float>().ToArray());
    }

    [Fact]
    public void Dropout2d_drops_whole_channels()
    {
        manual_seed(2);
        float[] values = functional.dropout2d(ones(8, 16, 3, 3), 0.5).data<float>().ToArray();
        Assert.All(values.Chunk(9), channel => Assert.Single(channel.Distinct()));
        Assert.InRange(values.Count(v => v == 0) / (double)values.Length, 0.3, 0.7);
    }

    [Fact]
    public void Everything_dropped_is_zero() => Assert.All(functional.dropout(ones(9), 1).data<float>().ToArray(), v => Assert.Equal(0, v));

    [Fact]
    public void ReLU6_in_place_changes_its_input()
    {
        using Tensor x = tensor(new[] { -1f, 3, 9 });
        using ReLU6 module = ReLU6(true);
        module.call(x);
        Assert.Equal([0f, 3, 6], x.data<float>().ToArray());
    }

    [Fact]
    public void Activations_in_place_have_the_right_gradient()
    {
        using Tensor x = tensor(new[] { -1f, 3, 9 }).requires_grad_();
        using Tensor y = x * 2;
        functional.relu6(y, inplace: true).sum().backward();
        Assert.Equal([0f, 0, 0], x.grad!.data<float>().ToArray());
        using Tensor z = tensor(new[] { -1f, 2, 9 }).requires_grad_();
        functional.relu6(z * 2, inplace: true).sum().backward();
        Assert.Equal([0f, 2, 0], z.grad!.data<float>().ToArray());
    }

    [Fact]
    public void An_identity_gives_a_handle_of_its_own()
    {
        using Tensor x = ones(2);
        using (Tensor same = Identity().call(x))
        {
            Assert.NotSame(x, same);
        }

        Assert.Equal(2, x.numel());
    }

    [Fact]
    public void Padding_same_keeps_the_size()
    {
        using Conv2d convolution = Conv2d(2, 3, 5, Padding.Same);
        Assert.Equal([1L, 3, 9, 7], convolution.call(zeros(1, 2, 9, 7)).shape);
    }

    [Fact]
    public void Reflecting_padding_is_padding_by_hand()
    {
        using Conv2d convolution = Conv2d(2, 3, 3, padding: 1, padding_mode: PaddingModes.Reflect);
        using Tensor x = Recorded.Tensor([1, 2, 5, 5], 1);
        using Tensor padded = functional.pad(x, [1, 1, 1, 1], PaddingModes.Reflect);
        Recorded.AssertClose(Recorded.Read(functional.conv2d(padded, convolution.weight, convolution.bias)), convolution.call(x), 1e-6,
            "reflected");
    }

    [Fact]
    public void One_hot_marks_the_class()
    {
        Assert.Equal([0L, 1, 0, 1, 0, 0], functional.one_hot(tensor(new[] { 1L, 0 }), 3).data<long>().ToArray());
        Assert.Equal([2L, 3], functional.one_hot(tensor(new[] { 2L, 0 })).shape);
    }

    [Fact]
    public void Loss_modules_are_their_functions()
    {
        using Tensor scores = Recorded.Tensor([4, 3], 1), classes = tensor(new[] { 0L, 2, 1, 1 }), other = Recorded.Tensor([4, 3], 2),
            weight = tensor(new[] { 1f, 2, 3 });
        Assert.Equal(functional.cross_entropy(scores, classes, weight).item<float>(),
            CrossEntropyLoss(weight).call(scores, classes).item<float>());
        Assert.Equal(functional.cross_entropy(scores, classes, label_smoothing: .1).item<float>(),
            new CrossEntropyLoss(label_smoothing: .1).call(scores, classes).item<float>());
        Assert.Equal(functional.mse_loss(scores, other).item<float>(), MSELoss().call(scores, other).item<float>());
        Assert.Equal(functional.l1_loss(scores, other, nn.Reduction.Sum).item<float>(),
            L1Loss(nn.Reduction.Sum).call(scores, other).item<float>());
        Assert.Equal(functional.nll_loss(scores, classes).item<float>(), NLLLoss().call(scores, classes).item<float>());
        using Tensor target = functional.one_hot(classes, 3).to_type(ScalarType.Float32);
        Assert.Equal(functional.binary_cross_entropy_with_logits(scores, target, pos_weights: weight).item<float>(),
            BCEWithLogitsLoss(pos_weights: weight).call(scores, target).item<float>());
        using Tensor chances = functional.sigmoid(scores);
        Assert.Equal(functional.binary_cross_entropy_with_logits(scores, target).item<float>(),
            BCELoss().call(chances, target).item<float>(), 5);
    }

    [Fact]
    public void Sure_scores_keep_their_loss_finite()
    {
        using Tensor scores = tensor(new[] { 200f, -200 });
        Assert.Equal([200f, 200], functional.binary_cross_entropy_with_logits(scores, tensor(new[] { 0f, 1 }),
            reduction: nn.Reduction.None).data<float>().ToArray());
        Assert.Equal(400, functional.cross_entropy(tensor(new[] { 200f, -200 }, 1, 2), tensor(new[] { 1L })).item<float>());
    }
}
