using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>Files written by PyTorch (Fixtures/record_weights.py) are read to the numbers that PyTorch saved.</summary>
public sealed class WeightsFileTests
{
    private static readonly string[] Recorded = ["module", "parameters", "checkpoint", "kinds", "views", "protocol4"];

    public static TheoryData<string, string> Files()
    {
        var files = new TheoryData<string, string>();
        foreach (string name in Recorded)
        {
            files.Add(name, $"{name}.pt");
            files.Add(name, $"{name}-legacy.pt");
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_of_PyTorch_gives_the_numbers_that_were_saved(string name, string file)
    {
        using var scope = NewDisposeScope();
        WeightsFixtures.AssertExpected(name, WeightsFile.Read(WeightsFixtures.At(file)));
    }

    [Theory]
    [InlineData("refused-module.pt", "torch.nn.modules.container.Sequential")]
    [InlineData("refused-without-tensors.pt", "no dictionary of tensors")]
    [InlineData("refused-without-dictionary.pt", "no dictionary of tensors")]
    [InlineData("refused-complex.pt", "ComplexFloatStorage")]
    public void What_is_no_table_of_weights_is_refused_with_its_reason(string file, string reason)
    {
        UserMistakeException mistake = Assert.Throws<UserMistakeException>(() => WeightsFile.Read(WeightsFixtures.At(file)));
        Assert.Contains(reason, mistake.Message, StringComparison.Ordinal);
        Assert.Contains(file, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Safetensors_are_told_by_their_first_bytes()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("weights.pth");
        using Tensor written = tensor(new float[] { 1, 2, 3, 4 }, [2, 2]);
        Safetensors.Write(path, new Dictionary<string, Tensor> { ["weight"] = written });

        Dictionary<string, Tensor> tensors = WeightsFile.Read(path);

        using Tensor weight = Assert.Single(tensors).Value;
        Assert.Equal([2, 2], weight.shape);
        Assert.Equal([1, 2, 3, 4], weight.data<float>().ToArray());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<!DOCTYPE html>", "web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "LFS")]
    [InlineData("some text", "neither")]
    [InlineData("\u0089HDF\r\n", "HDF5")]
    public void Other_files_are_named_for_what_they_are(string contents, string reason)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("weights.pth");
        File.WriteAllBytes(path, [.. contents.Select(letter => (byte)letter)]);

        UserMistakeException mistake = Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path));
        Assert.Contains(reason, mistake.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("module.model.backbone.")]
    [InlineData("net.")]
    public void A_network_takes_its_weights_from_a_file_of_PyTorch_whatever_stands_before_their_names(string prefix)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using TransferModel saved = Tiny();
        string path = WriteZip(folder, Features(saved), prefix);

        using TransferModel loaded = Tiny(path);

        Dictionary<string, Tensor> read = loaded.state_dict();
        Assert.All(Features(saved), entry => Assert.True(TransferModelTests.AreEqual(entry.Value, read[entry.Key]), entry.Key));
    }

    [Fact]
    public void Two_networks_in_one_file_are_not_guessed_between()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using TransferModel saved = Tiny();
        Dictionary<string, Tensor> features = Features(saved);
        string path = folder.File("two.safetensors");
        Safetensors.Write(path, features.SelectMany(
            entry => new[] { ("student." + entry.Key, entry.Value), ("teacher." + entry.Key, entry.Value) }).ToDictionary());

        Assert.Contains(
            "under student. and teacher.", Assert.Throws<UserMistakeException>(() => Tiny(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_no_number_is_named_with_its_tensor_and_nothing_is_copied(float value)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using TransferModel saved = Tiny(), other = Tiny();
        Dictionary<string, Tensor> features = Features(saved).ToDictionary(entry => entry.Key, entry => entry.Value.detach().clone());
        features["features.7.conv.0.1.running_var"][3] = value;
        string path = folder.File("nan.safetensors");
        Safetensors.Write(path, features);

        string message = Assert.Throws<UserMistakeException>(() => Tiny(path)).Message;

        Assert.Contains(
            "1 with NaN or infinity, as a failed training leaves it (features.7.conv.0.1.running_var)", message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_dictionary_with_the_most_tensors_is_taken()
    {
        // The smallest of the kind: a table inside, and beside it one number that is a tensor, too (PyTorch's ImageNet example writes
        // that).
        byte[] pickle = HandMadePickle.Begin().Raw("}").Text("best_acc1").Tensor(2, 0, [], []).Raw("s").Text("state_dict").Raw("}")
            .Text("a").Tensor(2, 0, [2], [1]).Raw("s").Text("b").Tensor(2, 1, [1], [1]).Raw("ss").End();
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        string path = folder.File("checkpoint.pth.tar");
        File.WriteAllBytes(path, HandMadePickle.Zip(pickle, 1, 2));

        Dictionary<string, Tensor> read = WeightsFile.Read(path);

        Assert.Equal(["a", "b"], read.Keys.Order());
        Assert.Equal([2f], read["b"].data<float>().ToArray());
    }

    [PyTorchTheory]
    [InlineData("mobilenet_v3_small")]
    [InlineData("inception_v3")]
    public void Whole_files_that_PyTorch_saves_give_PyTorchs_features(string name)
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        string path = folder.File($"{name}-computed.pth");
        (int exitCode, string error) = PyTorch.Run(WeightsFixtures.Script("record_backbones.py"), "--full", name, path);
        Assert.True(exitCode == 0, error);

        using TransferModel model = TransferModel.Create(Backbone.OfWeights(path)!, ["cat", "dog"], path, device: "cpu");

        model.eval();
        float[] expected = RecordedBackbones.Numbers($"{name}.features");
        float[] actual = model.Features(ComputedWeights.Image(model.Backbone.ImageSize)).data<float>().ToArray();
        float least = expected.Max(Math.Abs) / 100;
        Assert.InRange(expected.Zip(actual, (e, a) => Math.Abs(e - a) / Math.Max(Math.Abs(e), least)).Max(), 0, 1e-3);
    }

    [PyTorchTheory]
    [InlineData("scripted.pt")]
    public void TorchScript_is_called_what_it_is(string file)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File(file);
        (int exitCode, string error) =
            PyTorch.Run("-c", $"import torch; torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), '{path}')");
        Assert.True(exitCode == 0, error);

        Assert.Contains("TorchScript", Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        UserMistakeException mistake = Assert.Throws<UserMistakeException>(() => WeightsFile.Read("nowhere/weights.pth"));
        Assert.Contains(Path.GetFullPath("nowhere/weights.pth"), mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_of_types_that_PyTorch_rebuilds_otherwise_are_refused_by_name_where_they_are_wanted()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        byte[] pickle = HandMadePickle.Begin().Raw("}").Text("small").Raw("ctorch._utils\n_rebuild_tensor_v3\n(").Storage("Untyped", "1", 4)
            .Integer(0).Integers(4).Integers(1).Raw(0x89).Raw("ccollections\nOrderedDict\n)Rctorch\nfloat8_e4m3fn\ntRs")
            .Text("weight").Tensor(2, 0, [2], [1]).Raw("s").End();
        string path = folder.File("weights.pth");
        File.WriteAllBytes(path, HandMadePickle.Zip(pickle, [[1, 2], [0]]));

        Assert.Equal([1f, 2f], WeightsFile.Read(path, _ => ["weight"])["weight"].data<float>().ToArray());
        UserMistakeException mistake = Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path));
        Assert.Contains("numbers of the type float8_e4m3fn, which is not read here", mistake.Message, StringComparison.Ordinal);
    }

    private static TransferModel Tiny(string? weights = null) =>
        TransferModel.Create(
            Backbone.MobileNetV2 with { Width = 0.1 }, ["cat", "dog"], weights, seed: weights is null ? 1 : 2, device: "cpu");

    private static Dictionary<string, Tensor> Features(TransferModel model) =>
        model.BackboneState().Where(entry => entry.Value.dtype == ScalarType.Float32).ToDictionary();

    private static string WriteZip(TemporaryFolder folder, Dictionary<string, Tensor> tensors, string prefix)
    {
        HandMadePickle pickle = HandMadePickle.Begin().Raw("}");
        var storages = new List<float[]>();
        foreach ((string name, Tensor tensor) in tensors)
        {
            long[] shape = tensor.shape;
            long[] strides = [.. shape.Select((_, dimension) => shape[(dimension + 1)..].Aggregate(1L, (product, size) => product * size))];
            pickle.Text(prefix + name).Tensor(tensor.numel(), 0, shape, strides, key: $"{storages.Count}").Raw("s");
            storages.Add(tensor.detach().contiguous().data<float>().ToArray());
        }

        string path = folder.File("mobilenet.pth");
        File.WriteAllBytes(path, HandMadePickle.Zip(pickle.End(), storages));
        return path;
    }
}
