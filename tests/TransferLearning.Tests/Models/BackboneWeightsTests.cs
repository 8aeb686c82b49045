using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>Files of official weights: what is read of them, and what is passed over.</summary>
public sealed class BackboneWeightsTests : IDisposable
{
    private static readonly string[] Classes = ["cat", "dog"];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_old_classifier_is_passed_over_whatever_its_library_calls_it()
    {
        using var scope = NewDisposeScope();
        using TransferModel model = TransferModel.Create(Backbone.VGG16, Classes, Weights.None);
        Dictionary<string, Tensor> features = Features(model);
        string torchvisions = Write("vgg16-397923af.pth.safetensors", features, "classifier.0.weight", "classifier.6.bias");
        string timms = Write("vgg16.tv_in1k.safetensors", features, "pre_logits.fc1.weight", "head.fc.bias");

        foreach (string path in new[] { torchvisions, timms })
        {
            Assert.Equal("vgg16", Weights.FromFile(path).Backbone.Name);
            using TransferModel read = TransferModel.Create(Backbone.VGG16, Classes, Weights.FromFile(path));
            Assert.All(features, entry => Assert.Equal(entry.Value.data<float>().ToArray(), read.state_dict()[entry.Key].data<float>().ToArray()));
        }
    }

    [Fact]
    public void A_classifier_written_as_convolutions_over_one_cell_is_read_as_the_linear_layers_it_is()
    {
        using var scope = NewDisposeScope();
        Tensor own = zeros(2, 8), values = arange(16, dtype: ScalarType.Float32);
        string path = folder.File("timm.safetensors");
        Safetensors.Write(path, [new("pre_logits.fc1.weight", values.reshape(2, 2, 2, 2))]);

        WeightsReader.Load(new Dictionary<string, Tensor> { ["classifier.0.weight"] = own }, path, name => name.Replace("pre_logits.fc1", "classifier.0", StringComparison.Ordinal), "VGG16");

        Assert.Equal(values.data<float>().ToArray(), own.data<float>().ToArray());
    }

    [Fact]
    public void Weights_with_timms_names_are_read_into_MobileNetV1()
    {
        using var scope = NewDisposeScope();
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV1 with { Width = 0.25 }, Classes, Weights.None);
        Dictionary<string, Tensor> features = Features(model);
        string path = Write("mobilenetv1_100.safetensors", features, "classifier.weight");

        using TransferModel read = TransferModel.Create(Backbone.MobileNetV1 with { Width = 0.25 }, Classes, Weights.FromFile(path));

        Assert.Contains("blocks.3.5.conv_dw.weight", features.Keys);
        Assert.All(features, entry => Assert.Equal(entry.Value.data<float>().ToArray(), read.state_dict()[entry.Key].data<float>().ToArray()));
    }

    [Fact]
    public void Weights_of_another_network_are_refused_by_name()
    {
        using var scope = NewDisposeScope();
        using TransferModel model = TransferModel.Create(Backbone.ResNet18, Classes, Weights.None);
        string path = Write("some.safetensors", Features(model), "fc.weight");

        string message = Assert.Throws<UserMistakeException>(() => TransferModel.Create(Backbone.SqueezeNet, Classes, Weights.FromFile(path))).Message;

        Assert.Contains("does not fit SqueezeNet 1.1", message, StringComparison.Ordinal);
        Assert.Contains("features.0.weight", message, StringComparison.Ordinal);
    }

    [PyTorchFact]
    public void Whole_files_that_PyTorch_saves_give_PyTorchs_features()
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Fixtures", "record_backbones.py");
        foreach (string name in new[] { "squeezenet1_1", "resnet18", "inception_v3" })
        {
            using var scope = NewDisposeScope();
            using var noGradient = no_grad();
            string path = folder.File($"{name}-computed.pth");
            (int exitCode, string error) = PyTorch.Run(script, "--full", name, path);
            Assert.True(exitCode == 0, error);

            Weights weights = Weights.FromFile(path);
            using TransferModel model = TransferModel.Create(weights.Backbone, Classes, weights);
            model.eval();
            float[] expected = RecordedBackbones.Numbers($"{name}.features");
            float[] actual = model.Features(ComputedWeights.Picture(model.Backbone.ImageSize)).data<float>().ToArray();
            float least = expected.Max(Math.Abs) / 100;
            Assert.InRange(expected.Zip(actual, (e, a) => Math.Abs(e - a) / Math.Max(Math.Abs(e), least)).Max(), 0, 1e-3);
        }
    }

    private static Dictionary<string, Tensor> Features(TransferModel model) => model.state_dict()
        .Where(entry => model.Blocks.Any(block => entry.Key.StartsWith(block.Split('.')[0] + ".", StringComparison.Ordinal)) || entry.Key.StartsWith("bn1.", StringComparison.Ordinal))
        .Where(entry => entry.Value.dtype == ScalarType.Float32)
        .ToDictionary(entry => entry.Key, entry => entry.Value);

    private string Write(string file, Dictionary<string, Tensor> features, params string[] classifier)
    {
        string path = folder.File(file);
        Safetensors.Write(path, features.Concat(classifier.Select(name => KeyValuePair.Create(name, zeros(3)))));
        return path;
    }
}
