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
        IReadOnlyDictionary<string, Tensor> tensors = WeightsFile.Read(WeightsFixtures.At(file));
        try
        {
            WeightsFixtures.AssertExpected(name, tensors);
        }
        finally
        {
            WeightsFixtures.Dispose(tensors);
        }
    }

    [Theory]
    [InlineData("refused-module.pt", "torch.nn.modules.container.Sequential")]
    [InlineData("refused-overlapping.pt", "overlaps itself")]
    [InlineData("refused-without-tensors.pt", "no tensors")]
    [InlineData("refused-without-dictionary.pt", "no dictionary")]
    [InlineData("refused-complex.pt", "torch.ComplexFloatStorage")]
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
        Safetensors.Write(path, [new("weight", written)]);

        IReadOnlyDictionary<string, Tensor> tensors = WeightsFile.Read(path);

        using Tensor weight = Assert.Single(tensors).Value;
        Assert.Equal([2, 2], weight.shape);
        Assert.Equal([1, 2, 3, 4], weight.data<float>().ToArray());
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("<!DOCTYPE html>", "web page")]
    [InlineData("version https://git-lfs", "neither")]
    [InlineData("\u0089HDF\r\n", "HDF5")]
    public void Other_files_are_named_for_what_they_are(string contents, string reason)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("weights.pth");
        File.WriteAllBytes(path, [.. contents.Select(letter => (byte)letter)]);

        UserMistakeException mistake = Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path));
        Assert.Contains(reason, mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_takes_its_weights_from_a_file_of_PyTorch()
    {
        using var folder = new TemporaryFolder();
        Backbone backbone = Backbone.MobileNetV2 with { Width = 0.1 };
        string[] classes = ["cat", "dog"];
        using var saved = TransferModel.Create(backbone, classes, Weights.None);
        KeyValuePair<string, Tensor>[] features = [.. saved.state_dict().Where(entry => entry.Key.StartsWith("features.", StringComparison.Ordinal) && entry.Value.dtype == ScalarType.Float32)];
        HandMadePickle pickle = HandMadePickle.Begin().Raw("}");
        for (int i = 0; i < features.Length; i++)
        {
            long[] shape = features[i].Value.shape;
            long[] strides = [.. shape.Select((_, dimension) => shape[(dimension + 1)..].Aggregate(1L, (product, size) => product * size))];
            pickle.Text(features[i].Key).Tensor(features[i].Value.numel(), 0, shape, strides, key: $"{i}").Raw("s");
        }

        string path = folder.File("mobilenet.pth");
        File.WriteAllBytes(path, HandMadePickle.Zip(pickle.End(), [.. features.Select(entry => entry.Value.data<float>().ToArray())]));

        using var loaded = TransferModel.Create(backbone, classes, Weights.FromFile(path));

        Dictionary<string, Tensor> read = loaded.state_dict();
        Assert.All(features, entry => Assert.Equal(entry.Value.data<float>().ToArray(), read[entry.Key].data<float>().ToArray()));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        UserMistakeException mistake = Assert.Throws<UserMistakeException>(() => WeightsFile.Read("nowhere/weights.pth"));
        Assert.Contains(Path.GetFullPath("nowhere/weights.pth"), mistake.Message, StringComparison.Ordinal);
    }
}
