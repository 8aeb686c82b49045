using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>What training scripts leave in their files beside, and instead of, a plain table.</summary>
public sealed class WeightsOfTrainingsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // Two tables of the same length, as with an exponential moving average: the plain one is meant.
    [Theory]
    [InlineData("state_dict", "state_dict_ema", "state_dict")]
    [InlineData("model_ema", "model", "model")]
    [InlineData("model_state_dict", "ema", "model_state_dict")]
    [InlineData("state_dict_ema", "optimizer", "optimizer")]   // by name, where neither is usual: the same at every reading
    public void Of_two_tables_of_one_length_the_usual_one_is_taken(string first, string second, string taken)
    {
        byte[] pickle = HandMadePickle.Begin().Raw("}").Text(first).Raw("}").Text("a").Tensor(1, 0, [1], [1], key: "0").Raw("ss")
            .Text(second).Raw("}").Text("a").Tensor(1, 0, [1], [1], key: "1").Raw("ss").End();
        string path = folder.File("checkpoint.pth.tar");
        File.WriteAllBytes(path, HandMadePickle.Zip(pickle, [[1f], [2f]]));

        using Tensor read = Assert.Single(WeightsFile.Read(path)).Value;

        Assert.Equal([taken == first ? 1f : 2f], read.data<float>().ToArray());
    }

    [Fact]
    public void A_moving_average_alone_is_taken()
    {
        byte[] pickle = HandMadePickle.Begin().Raw("}").Text("state_dict_ema").Raw("}").Text("a").Tensor(1, 0, [1], [1]).Raw("ss")
            .Text("epoch").Integer(7).Raw("s").End();
        string path = folder.File("checkpoint.pth.tar");
        File.WriteAllBytes(path, HandMadePickle.Zip(pickle, 3));

        using Tensor read = Assert.Single(WeightsFile.Read(path)).Value;

        Assert.Equal([3f], read.data<float>().ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("module.model.")]
    [InlineData("net.")]
    public void A_head_that_is_no_number_and_counters_that_are_missing_do_not_matter(string prefix)
    {
        using DisposeScope scope = NewDisposeScope();
        using TransferModel saved = TransferModelTests.Small(["cat", "dog"]);
        Dictionary<string, Tensor> tensors = saved.BackboneState().Where(entry => entry.Value.dtype == ScalarType.Float32)
            .ToDictionary(entry => prefix + entry.Key, entry => entry.Value);
        tensors.Add(prefix + "classifier.1.weight", full([1000, 1280], float.NaN));
        tensors.Add(prefix + "n_averaged", tensor(12L));
        string path = folder.File("weights.safetensors");
        Safetensors.Write(path, tensors);

        using TransferModel loaded = TransferModel.Create(saved.Backbone, saved.Classes, path, device: "cpu");

        Assert.All(saved.BackboneState(), entry => Assert.True(
            TransferModelTests.AreEqual(entry.Value, loaded.state_dict()[entry.Key]), entry.Key));
    }

    [Fact]
    public void Weights_of_another_network_under_the_same_names_are_told_by_their_shapes()
    {
        using DisposeScope scope = NewDisposeScope();
        using TransferModel narrow = TransferModelTests.Small(["cat", "dog"]);
        string path = folder.File("narrow.safetensors");
        Safetensors.Write(path, narrow.BackboneState());

        string message = Assert.Throws<UserMistakeException>(
            () => TransferModel.Create(Backbone.MobileNetV2, ["cat", "dog"], path, device: "cpu")).Message;

        Assert.Contains("of another shape (features.0.0.weight", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("argparse\nNamespace", "argparse.Namespace")]
    [InlineData("pathlib\nPosixPath", "pathlib.PosixPath")]
    public void Options_of_the_script_in_a_file_are_named_and_not_made(string global, string named)
    {
        byte[] pickle = HandMadePickle.Begin().Raw("}").Text("args").Raw($"c{global}\n)\u0081").Raw("s")
            .Text("state_dict").Raw("}").Text("a").Tensor(1, 0, [1], [1]).Raw("ss").End();
        string path = folder.File("checkpoint.pth.tar");
        File.WriteAllBytes(path, HandMadePickle.Zip(pickle, 1));

        Assert.Contains(named, Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path)).Message, StringComparison.Ordinal);
    }
}
