using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>Every backbone, held against PyTorch's recordings (record_backbones.py), and everything that must work with each.</summary>
public sealed class BackboneTests
{
    private const double LargestError = 1e-3;
    private const int OddSize = 131;   // of record_backbones.py

    public static TheoryData<string> Names() => new(Backbone.All.Select(backbone => backbone.Name));

    [Theory]
    [InlineData("ResNet-50", "resnet50")]
    [InlineData("inceptionv3", "inception_v3")]
    [InlineData("MobileNet V3 Small", "mobilenet_v3_small")]
    [InlineData("MobileNetV2", "mobilenet_v2")]
    public void A_backbone_is_found_however_its_name_is_written(string written, string name) =>
        Assert.Equal(name, Backbone.Named(written).Name);

    [Fact]
    public void Every_backbone_of_the_catalog_is_in_All()
    {
        IEnumerable<object?> written = typeof(Backbone).GetProperties(BindingFlags.Public | BindingFlags.Static)
            .Where(property => property.PropertyType == typeof(Backbone)).Select(property => property.GetValue(null));

        Assert.Equal(written.ToHashSet(), [.. Backbone.All]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void It_has_PyTorchs_names_shapes_parameters_and_features(string name)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using TransferModel model = TransferModel.Create(Backbone.Named(name), ["a", "b", "c"], device: "cpu");
        JsonElement facts = RecordedBackbones.FactsOf(name);
        Dictionary<string, Tensor> state = model.BackboneState();
        string listing = string.Concat(state.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key} {string.Join('x', entry.Value.shape)}\n"));
        Assert.Equal(facts.GetProperty("names").GetString(), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(listing))));
        Assert.Equal((facts.GetProperty("parameters").GetInt64(), model.Backbone.Parameters),
            (model.ParameterCounts.Backbone, model.ParameterCounts.Backbone));
        Assert.Equal(state.Where(entry => entry.Key.Contains("running_", StringComparison.Ordinal))
            .Sum(entry => entry.Value.NumberOfElements), model.ParameterCounts.Statistics);

        ComputedWeights.Fill(state);
        model.eval();
        AssertClose(
            RecordedBackbones.Numbers($"{name}.features"), model.Features(ComputedWeights.Image(model.Backbone.ImageSize)), Largest);

        // float32 makes up to 0.003 of one feature out of such weights, in PyTorch too; in float64 every rounding of sizes and every layer
        // would show.
        model.to(ScalarType.Float64);
        AssertClose(RecordedBackbones.Numbers($"{name}.features"), model.Features(Normalised(model.Backbone.ImageSize)), Each);
        AssertClose(RecordedBackbones.Numbers($"{name}.odd"), model.Features(Normalised(OddSize)), Each);

        Tensor Normalised(int size)
        {
            Tensor mean = tensor([.. model.Backbone.Mean.Select(value => (double)value)], [1, 3, 1, 1]);
            Tensor deviation = tensor([.. model.Backbone.Deviation.Select(value => (double)value)], [1, 3, 1, 1]);
            return ((ComputedWeights.Image(size).to(ScalarType.Float64) / 255) - mean) / deviation;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Freezing_unfreezing_and_running_in_parts_work_and_only_what_is_trainable_moves(string name)
    {
        using var scope = NewDisposeScope();
        using TransferModel model = Small(name);
        Tensor images = rand(3, 3, model.ImageSize, model.ImageSize);

        model.Freeze();
        Assert.Equal((0, model.Blocks.Count), (model.ParameterCounts.BackboneTrainable, model.FrozenBlocks));
        AssertPartsAreTheWhole(model, images);

        model.UnfreezeFrom(model.Backbone.FineTuneFrom);
        Assert.InRange(model.FrozenBlocks, model.Blocks.Count / 2, model.Blocks.Count - 1);
        Assert.InRange(model.ParameterCounts.BackboneTrainable, 1, model.ParameterCounts.Backbone - 1);
        AssertPartsAreTheWhole(model, images);

        model.train();
        Assert.All(model.modules().OfType<BatchNorm2d>(), norm => Assert.Equal(norm.weight!.requires_grad, norm.training));
        Dictionary<string, Tensor> before = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        using var optimizer = optim.SGD(model.parameters().Where(parameter => parameter.requires_grad), 1e-3);
        nn.functional.cross_entropy(model.call(images), tensor(new long[] { 0, 1, 2 })).backward();
        optimizer.step();
        (string Name, Parameter Parameter)[] trainable = [.. model.named_parameters().Where(entry => entry.parameter.requires_grad)];
        Assert.All(trainable, entry => Assert.NotNull(entry.Parameter.grad));
        Assert.Contains(trainable, entry => !IsAsBefore(entry.Name));
        string[] frozen = [.. model.named_parameters().Where(entry => !entry.parameter.requires_grad).Select(entry => entry.name)];
        Assert.All(frozen, key => Assert.True(IsAsBefore(key), key));
        Assert.All(frozen.Select(key => key.Replace(".weight", ".running_mean", StringComparison.Ordinal)).Where(before.ContainsKey), key =>
            Assert.True(IsAsBefore(key), key));

        model.UnfreezeFrom(model.Blocks[0]);
        Assert.Equal((model.ParameterCounts.Backbone, 0), (model.ParameterCounts.BackboneTrainable, model.FrozenBlocks));

        bool IsAsBefore(string key) => TransferModelTests.AreEqual(before[key], model.state_dict()[key]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Its_shapes_its_heat_map_and_its_file_are_right(string name)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using TransferModel model = Small(name);
        Tensor image = rand(1, 3, model.ImageSize, model.ImageSize);

        Assert.Equal(model.Blocks.Count, model.ShapesOfBlocks(model.ImageSize, model.Device).Count);

        float[,] heat = GradCam.Of(model, image, label: 1);
        Assert.True(heat.GetLength(0) >= 5, $"{heat.GetLength(0)} rows");
        Assert.InRange(heat.Cast<float>().Max(), 0, 1);

        string path = folder.File("model.safetensors");
        model.Save(path);
        using TransferModel read = TransferModel.Load(path, "cpu");
        model.eval();
        Assert.Equal((model.ImageSize, name, false), (read.ImageSize, read.Backbone.Name, read.training));
        Assert.Equal([1, 3], model.call(image).shape);
        TransferModelTests.AssertSame(model.call(image), read.call(image));
    }

    [Fact]
    public void A_narrow_network_has_fewer_parameters_and_is_kept_with_its_width_normalisation_and_head()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Backbone narrow = Backbone.MobileNetV2 with { Width = 0.35, Mean = [0.1f, 0.2f, 0.3f], Deviation = [0.4f, 0.5f, 0.6f] };
        using TransferModel model = TransferModel.Create(
            narrow, ["a", "b", "größe"], imageSize: 96, dropout: 0.5, device: "cpu");
        model.eval();
        Tensor image = randint(0, 256, [1, 3, 96, 96], ScalarType.Byte);
        string path = folder.File("model.safetensors");
        model.Save(path, new Dictionary<string, string> { ["accuracy"] = "0.9" });

        using TransferModel read = TransferModel.Load(path, "cpu");

        Assert.Equal(396_128, model.ParameterCounts.Backbone);
        Assert.Equal((0.35, 96, 0.5), (read.Backbone.Width, read.ImageSize, read.HeadDropout));
        Assert.Equal(["a", "b", "größe"], read.Classes);
        TransferModelTests.AssertSame(model.call(image), read.call(image));
        Assert.Equal("0.9", Safetensors.ReadMetadata(path)["accuracy"]);
        Assert.Equal(0.35, Backbone.OfWeights(path)!.Width);
        Assert.Equal("resnet50", Backbone.OfWeights("resnet50-0676ba61.pth")!.Name);
        Assert.Null(Backbone.OfWeights("weights.pth"));
    }

    [Fact]
    public void The_weights_of_the_sample_that_ship_with_the_repository_are_read()
    {
        string path = Path.Combine(Repository.Data, "mobilenet_v2_035_sketches.safetensors");
        Backbone backbone = Backbone.OfWeights(path)!;
        using TransferModel model = TransferModel.Create(backbone, ["cat", "dog"], path, device: "cpu");

        Assert.Equal(("mobilenet_v2", 0.35, 96), (backbone.Name, backbone.Width, model.ImageSize));
        using Tensor written = WeightsFile.Read(path)["features.0.0.weight"];
        Assert.True(TransferModelTests.AreEqual(written, model.state_dict()["features.0.0.weight"]));
    }

    private static TransferModel Small(string name)
    {
        var backbone = Backbone.Named(name);
        return TransferModel.Create(
            backbone, ["a", "b", "c"], imageSize: Math.Max(64, backbone.SmallestImageSize + 8), seed: 3, device: "cpu");
    }

    private static void AssertPartsAreTheWhole(TransferModel model, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        model.eval();
        TransferModelTests.AssertSame(model.call(images), model.RunFrom(model.FrozenBlocks, model.RunFrozen(images)));
    }

    private static float Largest(float[] expected, int index) => expected.Max(Math.Abs);

    private static float Each(float[] expected, int index) => Math.Max(Math.Abs(expected[index]), expected.Max(Math.Abs) / 100);

    private static void AssertClose(float[] expected, Tensor features, Func<float[], int, float> scale)
    {
        float[] actual = features.to(ScalarType.Float32).contiguous().data<float>().ToArray();
        Assert.Equal(expected.Length, actual.Length);
        float largest = expected.Select((value, i) => Math.Abs(value - actual[i]) / scale(expected, i)).Max();
        Assert.True(largest <= LargestError, $"largest relative error {largest}");
    }
}
