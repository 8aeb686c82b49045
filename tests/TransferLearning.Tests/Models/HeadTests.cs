using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

public sealed class HeadTests : IDisposable
{
    private static readonly string[] Classes = ["a", "b", "c"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_flattening_head_has_a_weight_for_every_cell_and_takes_one_size_of_picture()
    {
        using var scope = NewDisposeScope();
        using TransferModel model = Model(new Head { Pooling = Pooling.Flatten });

        Assert.Equal(1280 * 2 * 2 * 3 + 3, model.ParameterCounts.Classifier);
        Assert.Equal([2, 3], model.call(rand(2, 3, 64, 64)).shape);
        Assert.Equal([2, 1280 * 4], model.Features(rand(2, 3, 64, 64)).shape);
        Assert.Contains("one size", Assert.Throws<UserMistakeException>(() => model.call(rand(1, 3, 128, 128))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hidden_layer_stands_between_and_its_names_follow_on()
    {
        using var scope = NewDisposeScope();
        using TransferModel model = Model(new Head { HiddenUnits = 16, Dropout = 0.5 });

        Assert.Equal((1280 * 16) + 16 + (16 * 3) + 3, model.ParameterCounts.Classifier);
        Assert.Equal(["classifier.0.weight", "classifier.0.bias", "classifier.3.weight", "classifier.3.bias"], model.named_parameters().Select(entry => entry.name).TakeLast(4));
        Assert.Equal("Linear, ReLU, Dropout, Linear", model.Summary(64).Layers[^1].Kind);
    }

    [Fact]
    public void Any_head_trains_on_kept_features_and_is_read_again_from_its_file()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();   // with gradients, batch norm is not folded into the convolutions, and rounds otherwise
        foreach (Head head in new[] { new Head(), new Head { Pooling = Pooling.Flatten, HiddenUnits = 8 }, Head.Official })
        {
            using TransferModel model = Model(head);
            model.FreezeBackbone();
            model.eval();
            Tensor pictures = rand(2, 3, 64, 64);
            float[] logits = model.call(pictures).data<float>().ToArray();
            Assert.Equal(logits, model.RunLearning(model.RunFrozen(pictures)).data<float>().ToArray());

            string path = folder.File("model.safetensors");
            ModelFile.Save(model, path, imageSize: 64);
            (TransferModel read, _) = ModelFile.Load(path);
            using (read)
            {
                Assert.Equal(head, read.Head);
                Assert.Equal(logits, read.call(pictures).data<float>().ToArray());
            }
        }
    }

    [Fact]
    public void SqueezeNets_official_head_with_three_classes_keeps_maps_until_the_end()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using TransferModel model = TransferModel.Create(Backbone.SqueezeNet, Classes, Weights.None, Head.Official);
        model.FreezeBackbone();
        model.eval();
        Tensor pictures = rand(2, 3, 64, 64);

        Assert.Equal(512 * 3 + 3, model.ParameterCounts.Classifier);
        Assert.Equal(model.call(pictures).data<float>().ToArray(), model.RunLearning(model.RunFrozen(pictures)).data<float>().ToArray());
    }

    [Theory]
    [InlineData(0, 0.2)]
    [InlineData(8, 1)]
    [InlineData(null, -0.1)]
    public void A_head_that_cannot_be_is_refused(int? hidden, double dropout) =>
        Assert.Contains("cannot be", Assert.Throws<UserMistakeException>(() => Model(new Head { HiddenUnits = hidden, Dropout = dropout })).Message, StringComparison.Ordinal);

    private static TransferModel Model(Head head)
    {
        random.manual_seed(2);
        return TransferModel.Create(Backbone.MobileNetV2 with { Width = 0.25, ImageSize = 64 }, Classes, Weights.None, head);
    }
}
