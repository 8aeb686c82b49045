using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

public sealed class GradCamTests
{
    [Fact]
    public void Under_average_pooling_it_is_the_classifier_s_weighted_sum_of_the_maps()
    {
        using TransferModel model = Model(160);
        model.eval();
        using Tensor image = rand(1, 3, 160, 160);

        float[,] heat = GradCam.Of(model, image, label: 1);

        // Pooling spreads each weight evenly over the cells, so the gradient of the logit is the weight itself, but for a factor.
        using IDisposable noGradient = no_grad();
        using Tensor maps = model.RunTo(model.Blocks.Count, image),
            weight = model.get_parameter("classifier.1.weight")!.reshape(1, -1, 1, 1);
        using Tensor sum = (maps * weight).sum([1L]).clamp_min(0).squeeze(0);
        using Tensor expected = sum / sum.max();
        float[] values = expected.contiguous().data<float>().ToArray();
        Assert.Equal(25, heat.Length);
        Assert.All(values.Zip(heat.Cast<float>()), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void The_two_classes_are_spoken_for_by_different_places()
    {
        using TransferModel model = Model(96);
        using Tensor image = rand(1, 3, 96, 96);

        float[,] cat = GradCam.Of(model, image, label: 0), dog = GradCam.Of(model, image, label: 1);

        Assert.Equal((6, 6), (cat.GetLength(0), cat.GetLength(1)));   // the last block with 5×5 cells or more at 96 px
        Assert.DoesNotContain(cat.Cast<float>().Zip(dog.Cast<float>()), pair => pair.First > 0 && pair.Second > 0);
    }

    [Fact]
    public void Mode_and_gradients_of_the_model_stay_as_they_were()
    {
        using TransferModel model = Model(96);
        model.Freeze();
        model.train();
        using Tensor image = rand(1, 3, 96, 96);
        long before = Tensor.TotalCount;

        GradCam.Of(model, image);

        Assert.Equal((true, before), (model.training, Tensor.TotalCount));
        Assert.All(model.parameters(), parameter => Assert.Null(parameter.grad));
    }

    private static TransferModel Model(int imageSize)
    {
        random.manual_seed(1);
        return TransferModel.Create(
            Backbone.MobileNetV2 with { Width = 0.35 }, ["cat", "dog"], imageSize: imageSize, seed: 1, device: "cpu");
    }
}
