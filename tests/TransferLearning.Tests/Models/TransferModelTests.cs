using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

public sealed class TransferModelTests
{
    private static readonly string[] TwoClasses = ["cat", "dog"];

    [Fact]
    public void MobileNetV2_has_exactly_the_published_numbers_of_parameters()
    {
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, TwoClasses, Weights.None);
        Assert.Equal(new ParameterCounts(2_223_872, 2_223_872, 34_112, 1_281, 1_281), model.ParameterCounts);

        model.FreezeBackbone();
        Assert.Equal(new ParameterCounts(2_223_872, 0, 34_112, 1_281, 1_281), model.ParameterCounts);

        model.UnfreezeFrom("features.12.conv.0.1");
        Assert.Equal(1_862_592, model.ParameterCounts.BackboneTrainable);

        model.UnfreezeFrom("features.12");
        Assert.Equal(1_917_888, model.ParameterCounts.BackboneTrainable);
    }

    [Fact]
    public void A_thousand_classes_make_it_torchvisions_whole_model()
    {
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, [.. Enumerable.Range(0, 1000).Select(i => $"{i}")], Weights.None);

        Assert.Equal(3_504_872, model.ParameterCounts.Total);
    }

    [Fact]
    public void Blocks_below_the_boundary_are_counted_as_frozen()
    {
        using TransferModel model = Small(TwoClasses);
        Assert.Equal(0, model.FrozenBlocks);

        model.FreezeBackbone();
        Assert.Equal(19, model.FrozenBlocks);

        model.UnfreezeFrom("features.12.conv.0.1");
        Assert.Equal(12, model.FrozenBlocks);
    }

    [Fact]
    public void State_dictionary_names_are_torchvisions()
    {
        using TransferModel model = Small(TwoClasses);
        string[] names = [.. model.state_dict().Keys];

        foreach (string name in new[]
        {
            "features.0.0.weight", "features.0.1.running_mean", "features.1.conv.0.0.weight", "features.1.conv.1.weight", "features.1.conv.2.bias",
            "features.2.conv.0.1.num_batches_tracked", "features.17.conv.3.running_var", "features.18.0.weight", "classifier.1.weight", "classifier.1.bias",
        })
        {
            Assert.Contains(name, names);
        }

        Assert.Equal(312 + 2, names.Length);
    }

    [Fact]
    public void Two_classes_share_a_logit_and_three_have_one_each()
    {
        using var scope = NewDisposeScope();
        using TransferModel two = Small(TwoClasses), three = Small(["a", "b", "c"]);
        Tensor pictures = zeros(2, 3, 64, 64);

        Assert.Equal([2, 1], two.call(pictures).shape);
        Assert.Equal([2, 3], three.call(pictures).shape);
    }

    [Fact]
    public void Frozen_batch_norm_stays_in_evaluation_whatever_train_says()
    {
        using TransferModel model = Small(TwoClasses);
        model.UnfreezeFrom("features.12.conv.0.1");
        model.train();

        foreach ((string name, nn.Module module) in model.named_modules())
        {
            if (module is TorchSharp.Modules.BatchNorm2d norm)
            {
                Assert.Equal(norm.weight!.requires_grad, norm.training);
            }
        }

        model.UnfreezeFrom("features.0.0");
        Assert.All(model.modules().OfType<TorchSharp.Modules.BatchNorm2d>(), norm => Assert.True(norm.training));
    }

    [Fact]
    public void Bytes_are_normalised_as_ImageNet_networks_expect()
    {
        using var scope = NewDisposeScope();
        using TransferModel model = Small(TwoClasses);
        byte[] values = [0, 128, 255];
        Tensor pictures = tensor([.. values, .. values, .. values, .. values], [1, 2, 2, 3]).permute(0, 3, 1, 2);

        float[] normalised = model.Normalise(pictures)[0, TensorIndex.Colon, 0, 0].data<float>().ToArray();

        double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225];
        for (int c = 0; c < 3; c++)
        {
            Assert.Equal((values[c] / 255.0 - mean[c]) / deviation[c], normalised[c], 1e-5);
        }
    }

    [Fact]
    public void Running_the_frozen_part_and_then_the_rest_is_running_the_whole()
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using TransferModel model = Small(TwoClasses);
        Tensor pictures = rand(3, 3, 64, 64);
        foreach (string? from in new[] { "features.12.conv.0.1", null })
        {
            model.FreezeBackbone();
            if (from is not null)
            {
                model.UnfreezeFrom(from);
            }

            model.eval();
            float[] whole = model.call(pictures).data<float>().ToArray(), parts = model.RunLearning(model.RunFrozen(pictures)).data<float>().ToArray();
            Assert.Equal(whole, parts);
        }
    }

    [Fact]
    public void The_summary_lists_every_block_with_shape_and_counts()
    {
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, TwoClasses, Weights.None);
        model.UnfreezeFrom("features.12.conv.0.1");

        ModelSummary summary = model.Summary();

        Assert.Equal(21, summary.Layers.Count);
        Assert.Equal([1, 32, 80, 80], summary.Layers[0].OutputShape);
        Assert.Equal([1, 1280, 5, 5], summary.Layers[18].OutputShape);
        Assert.Equal([1, 1280], summary.Layers[19].OutputShape);
        Assert.Equal(summary.Counts.Trainable, summary.Layers.Sum(layer => layer.Trainable));
        Assert.Contains("1,862,592 backbone + 1,281 classifier", summary.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_are_told_in_a_sentence()
    {
        Assert.Contains("at least two classes", Assert.Throws<UserMistakeException>(() => Small(["cat"])).Message, StringComparison.Ordinal);
        using TransferModel model = Small(TwoClasses);
        Assert.Contains("features.99", Assert.Throws<UserMistakeException>(() => model.UnfreezeFrom("features.99")).Message, StringComparison.Ordinal);
        Assert.Contains("mobilenet_v2", Assert.Throws<UserMistakeException>(() => Backbone.Named("alexnet")).Message, StringComparison.Ordinal);
    }

    internal static TransferModel Small(string[] classes)
    {
        random.manual_seed(7);
        return TransferModel.Create(Backbone.MobileNetV2 with { Width = 0.25 }, classes, Weights.None);
    }
}
