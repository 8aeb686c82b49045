using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Training;

public sealed class SpeedTests
{
    [Fact]
    public void Channels_last_changes_strides_and_no_number()
    {
        using var scope = NewDisposeScope();
        Tensor images = randn(2, 3, 4, 5), last = Speed.ChannelsLast(images);

        Assert.Equal([2, 3, 4, 5], last.shape);
        Assert.Equal([60, 1, 15, 3], last.stride());
        Assert.Equal(SmallModel.Numbers(images), SmallModel.Numbers(last));
    }

    [Fact]
    public void The_weights_of_convolutions_get_channels_last_strides_and_stay_trainable_as_they_were()
    {
        using TransferModel model = SmallModel.BrightOrDark();
        model.UnfreezeFrom("features.12");
        Dictionary<string, byte[]> before = SmallModel.Bytes(model);
        bool[] trainable = [.. model.parameters().Select(parameter => parameter.requires_grad)];

        Speed.UseChannelsLast(model);

        Assert.Equal(before, SmallModel.Bytes(model));
        Assert.Equal(trainable, model.parameters().Select(parameter => parameter.requires_grad));
        Assert.All(
            model.parameters().Where(parameter => parameter.dim() == 4),
            weight => Assert.True(weight.stride(1) == 1 || weight.shape[1] == 1));
    }

    [Theory]
    [InlineData("mobilenet_v2")]
    [InlineData("mobilenet_v3_small")]
    [InlineData("resnet18")]
    [InlineData("inception_v3")]
    public void Folded_batch_norm_agrees_with_the_plain_path_and_leaves_nothing_behind(string name)
    {
        using TransferModel model =
            TransferModel.Create(Backbone.Named(name), ["a", "b"], imageSize: Backbone.Named(name).SmallestImageSize, device: "cpu");
        using var scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        BatchNorm2d[] norms = [.. model.modules().OfType<BatchNorm2d>()];
        foreach (BatchNorm2d norm in norms)   // statistics and weights as a trained network has them, none of them neutral
        {
            norm.running_mean!.uniform_(-0.2, 0.2);
            norm.running_var!.uniform_(0.5, 1.5);
            norm.weight!.uniform_(0.5, 1.5);
            norm.bias!.uniform_(-0.2, 0.2);
        }

        model.eval();
        Tensor images = randn(2, 3, model.ImageSize, model.ImageSize), plain = model.Features(images);
        long tensors = SmallModel.CountTensors();
        Tensor folded;
        using (var folding = new FoldedBatchNorm(model))
        {
            Assert.Equal(2 * norms.Length, SmallModel.CountTensors() - tensors);   // a weight and a bias each
            folded = model.Features(images);
        }

        Tensor again = model.Features(images);
        Assert.Equal(2, SmallModel.CountTensors() - tensors);
        Assert.InRange(((folded - plain).abs().max() / plain.abs().max()).item<float>(), 0, 1e-4f);
        Assert.Equal(SmallModel.Numbers(plain), SmallModel.Numbers(again));
    }

    [Fact]
    public void A_layer_that_trains_its_statistics_is_not_folded()
    {
        using TransferModel model = SmallModel.BrightOrDark();
        model.train();
        long tensors = SmallModel.CountTensors();

        using var folding = new FoldedBatchNorm(model);

        Assert.Equal(tensors, SmallModel.CountTensors());
    }
}
