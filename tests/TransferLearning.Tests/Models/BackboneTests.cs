using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>Every backbone of the catalogue, held against PyTorch, and everything that must work with each.</summary>
public sealed class BackboneTests
{
    private const double LargestError = 1e-3;
    private const int OddSize = 131;   // of record_backbones.py

    public static TheoryData<string> Names() => new(Backbone.Catalogue.Select(backbone => backbone.Name));

    [Fact]
    public void The_catalogue_has_the_seven_of_the_brief_and_the_smallest_first()
    {
        string[] names = [.. Backbone.Catalogue.Select(backbone => backbone.Name)];
        Assert.Subset(names.ToHashSet(), new HashSet<string> { "squeezenet1_1", "mobilenet_v2", "mobilenetv1_100", "resnet18", "vgg16", "inception_v3", "resnet50" });
        Assert.Equal(Backbone.Catalogue.OrderBy(backbone => backbone.Parameters), Backbone.Catalogue);
    }

    [Theory]
    [InlineData("ResNet-50", "resnet50")]
    [InlineData("inceptionv3", "inception_v3")]
    [InlineData("SqueezeNet 1.1", "squeezenet1_1")]
    [InlineData("MobileNetV1", "mobilenetv1_100")]
    public void A_backbone_is_found_however_its_name_is_written(string written, string name) => Assert.Equal(name, Backbone.Named(written).Name);

    [Theory]
    [MemberData(nameof(Names))]
    public void With_its_official_classifier_it_has_PyTorchs_names_shapes_and_numbers(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using TransferModel model = Official(name);
        JsonElement facts = RecordedBackbones.FactsOf(name);
        string listing = string.Concat(model.state_dict().OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key} {string.Join('x', entry.Value.shape)}\n"));
        Assert.Equal(facts.GetProperty("names").GetString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(listing))));
        Assert.Equal(facts.GetProperty("parameters").GetInt64(), model.ParameterCounts.Total);
        Assert.Equal(model.Backbone.Parameters, model.ParameterCounts.Backbone);

        ComputedWeights.Fill(model);
        model.eval();
        Tensor picture = ComputedWeights.Picture(model.Backbone.ImageSize);
        AssertClose(RecordedBackbones.Numbers($"{name}.logits"), model.call(picture));
        AssertClose(RecordedBackbones.Numbers($"{name}.features"), model.FeatureMaps(picture).mean([2L, 3L]));
        AssertClose(RecordedBackbones.Numbers($"{name}.odd"), model.FeatureMaps(ComputedWeights.Picture(OddSize)).mean([2L, 3L]));
    }

    [Fact]
    public void Whole_models_have_the_published_numbers_of_parameters()
    {
        (string, long)[] published =
        [
            ("mobilenet_v2", 3_504_872), ("vgg16", 138_357_544), ("resnet18", 11_689_512), ("resnet50", 25_557_032), ("squeezenet1_1", 1_235_496), ("mobilenetv1_100", 4_231_976),
        ];
        Assert.All(published, entry => Assert.Equal(entry.Item2, RecordedBackbones.FactsOf(entry.Item1).GetProperty("parameters").GetInt64()));

        // Inception's auxiliary classifier is left out here: two convolutions with batch norm, and a linear layer.
        const long auxiliary = (768 * 128) + (2 * 128) + (128 * 768 * 25) + (2 * 768) + (768 * 1000) + 1000;
        JsonElement inception = RecordedBackbones.FactsOf("inception_v3");
        Assert.Equal(27_161_264, inception.GetProperty("with_auxiliary").GetInt64());
        Assert.Equal(27_161_264 - auxiliary, inception.GetProperty("parameters").GetInt64());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Freezing_unfreezing_and_keeping_features_work(string name)
    {
        using var scope = NewDisposeScope();
        using TransferModel model = Small(name);
        int size = SizeOf(model.Backbone);
        Tensor pictures = rand(2, 3, size, size);

        model.FreezeBackbone();
        Assert.Equal((0, model.Blocks.Count), (model.ParameterCounts.BackboneTrainable, model.FrozenBlocks));
        AssertPartsAreTheWhole(model, pictures);

        model.UnfreezeFrom(model.Backbone.FineTuneFrom);
        Assert.InRange(model.FrozenBlocks, model.Blocks.Count / 2, model.Blocks.Count - 1);
        Assert.InRange(model.ParameterCounts.BackboneTrainable, 1, model.ParameterCounts.Backbone - 1);
        AssertPartsAreTheWhole(model, pictures);

        model.train();
        Assert.All(model.modules().OfType<BatchNorm2d>(), norm => Assert.Equal(norm.weight!.requires_grad, norm.training));

        model.UnfreezeFrom(model.Blocks[0]);
        Assert.Equal((model.ParameterCounts.Backbone, 0), (model.ParameterCounts.BackboneTrainable, model.FrozenBlocks));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_frozen_backbone_does_not_move_in_training_and_what_learns_gets_gradients(string name)
    {
        using var scope = NewDisposeScope();
        using TransferModel model = Small(name);
        int size = SizeOf(model.Backbone);
        model.UnfreezeFrom(model.Backbone.FineTuneFrom);
        Dictionary<string, Tensor> before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        using var optimizer = optim.SGD(model.parameters().Where(parameter => parameter.requires_grad), 1e-3);

        model.train();
        nn.functional.cross_entropy(model.call(rand(3, 3, size, size)), tensor(new long[] { 0, 1, 2 })).backward();
        optimizer.step();

        (string Name, Parameter Parameter)[] learning = [.. model.named_parameters().Where(entry => entry.parameter.requires_grad)];
        Assert.All(learning, entry => Assert.NotNull(entry.Parameter.grad));
        Assert.Contains(learning, entry => !IsAsBefore(entry.Name));
        string[] frozen = [.. model.named_parameters().Where(entry => !entry.parameter.requires_grad).Select(entry => entry.name)];
        Assert.All(frozen, name => Assert.True(IsAsBefore(name), name));
        Assert.All(frozen.Select(name => name.Replace(".weight", ".running_mean", StringComparison.Ordinal)).Where(before.ContainsKey), name => Assert.True(IsAsBefore(name), name));

        bool IsAsBefore(string key) => before[key].data<float>().ToArray().AsSpan().SequenceEqual(model.state_dict()[key].data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_summary_its_heat_map_and_its_file_are_right(string name)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using TransferModel model = Small(name);
        int size = SizeOf(model.Backbone);
        Tensor picture = rand(1, 3, size, size);

        ModelSummary summary = model.Summary(size);
        Assert.Equal(model.Blocks, summary.Layers.Take(model.Blocks.Count).Select(layer => layer.Name));
        Assert.Equal(model.ParameterCounts.Total, summary.Layers.Sum(layer => layer.Parameters));
        Assert.Equal([1, 3], summary.Layers[^1].OutputShape);

        float[,] heat = GradCam.Of(model, picture, label: 1);
        Assert.True(heat.GetLength(0) >= 5, $"{heat.GetLength(0)} rows");
        Assert.InRange(heat.Cast<float>().Max(), 0, 1);

        string path = folder.File("model.safetensors");
        ModelFile.Save(model, path, size);
        (TransferModel read, int readSize) = ModelFile.Load(path);
        using (read)
        {
            model.eval();
            Assert.Equal((size, model.Backbone.Name), (readSize, read.Backbone.Name));
            Assert.Equal(model.call(picture).data<float>().ToArray(), read.call(picture).data<float>().ToArray());
        }
    }

    [Theory]
    [InlineData("mobilenetv1_100", 0.25, 213_072)]
    [InlineData("squeezenet1_1", 0.5, 181_792)]
    [InlineData("resnet18", 0.5, 2_798_880)]
    public void A_narrow_network_has_fewer_numbers_works_and_is_kept_with_its_width(string name, double width, long parameters)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        random.manual_seed(3);
        Backbone narrow = Backbone.Named(name) with { Width = width };
        using TransferModel model = TransferModel.Create(narrow, ["a", "b", "c"], Weights.None, Head.Official);
        model.eval();
        Tensor picture = rand(1, 3, 64, 64);
        string path = folder.File("model.safetensors");
        ModelFile.Save(model, path, 64);

        (TransferModel read, _) = ModelFile.Load(path);

        using (read)
        {
            Assert.Equal((parameters, width), (model.ParameterCounts.Backbone, read.Backbone.Width));
            Assert.Equal(model.call(picture).data<float>().ToArray(), read.call(picture).data<float>().ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_state_of_its_backbone_is_all_but_the_classifier_and_can_be_read_as_weights(string name)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using TransferModel model = Small(name);
        string path = folder.File("weights.safetensors");

        IReadOnlyDictionary<string, Tensor> state = model.BackboneState;
        Safetensors.Write(path, state);

        long numbers = state.Where(entry => !entry.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).Sum(entry => entry.Value.NumberOfElements);
        Assert.Equal(model.ParameterCounts.Backbone + model.ParameterCounts.BackboneStatistics, numbers);
        using TransferModel read = TransferModel.Create(model.Backbone, ["x", "y"], Weights.FromFile(path));
        Assert.All(state, entry => Assert.Equal(entry.Value.to(ScalarType.Float32).data<float>().ToArray(), read.state_dict()[entry.Key].to(ScalarType.Float32).data<float>().ToArray()));
    }

    [Fact]
    public void A_width_is_only_for_networks_that_have_several() => Assert.Contains(
        "one width only",
        Assert.Throws<UserMistakeException>(() => TransferModel.Create(Backbone.ResNet50 with { Width = 0.5 }, ["cat", "dog"], Weights.None)).Message,
        StringComparison.Ordinal);

    private static TransferModel Official(string name) =>
        TransferModel.Create(Backbone.Named(name), [.. Enumerable.Range(0, 1000).Select(i => $"{i}")], Weights.None, Head.Official);

    private static TransferModel Small(string name)
    {
        random.manual_seed(3);
        return TransferModel.Create(Backbone.Named(name), ["a", "b", "c"], Weights.None);
    }

    private static int SizeOf(Backbone backbone) => Math.Max(64, backbone.SmallestSize + 8);

    private static void AssertPartsAreTheWhole(TransferModel model, Tensor pictures)
    {
        using IDisposable noGradient = no_grad();
        model.eval();
        Assert.Equal(model.call(pictures).data<float>().ToArray(), model.RunLearning(model.RunFrozen(pictures)).data<float>().ToArray());
    }

    private static void AssertClose(float[] expected, Tensor actualTensor)
    {
        float[] actual = actualTensor.data<float>().ToArray();
        Assert.Equal(expected.Length, actual.Length);
        float least = expected.Max(Math.Abs) / 100;
        float largest = expected.Zip(actual, (e, a) => Math.Abs(e - a) / Math.Max(Math.Abs(e), least)).Max();
        Assert.True(largest <= LargestError, $"largest relative error {largest}");
    }
}
