using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>The real network on real photographs.</summary>
public sealed class PhotographTests
{
    private const int ImageSize = 160, Pictures = 32;

    [PyTorchFact]
    public void Pooled_features_of_photographs_are_PyTorchs()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, ["cat", "dog"], Weights.FromFile(SharedFolder.Weights));
        model.eval();
        byte[] pixels = [.. Photographs().SelectMany(path =>
        {
            using FileStream stream = File.OpenRead(path);
            return PixelCache.Decode(stream, ImageSize);
        })];
        string pixelsPath = folder.File("pixels.bin"), outPath = folder.File("features.bin");
        File.WriteAllBytes(pixelsPath, pixels);

        (int exitCode, string error) = PyTorch.Run(
            Path.Combine(AppContext.BaseDirectory, "Fixtures", "pooled_features.py"), SharedFolder.Weights, pixelsPath, $"{Pictures}", $"{ImageSize}", outPath);
        Assert.True(exitCode == 0, error);
        float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(outPath)).ToArray();
        float[] actual = model.Features(tensor(pixels, [Pictures, ImageSize, ImageSize, 3]).permute(0, 3, 1, 2)).data<float>().ToArray();

        Assert.Equal(expected.Length, actual.Length);
        float scale = expected.Max();
        float largest = expected.Zip(actual, (e, a) => Math.Abs(e - a) / Math.Max(Math.Abs(e), 1e-3f * scale)).Max();
        Assert.True(largest <= 1e-3, $"largest relative error {largest}");
    }

    [SharedFact]
    public async Task A_slice_of_the_real_experiment_runs_end_to_end()
    {
        using var folder = new TemporaryFolder();
        foreach (string path in Photographs(perClass: 40))
        {
            File.Copy(path, folder.File(Path.GetFileName(Path.GetDirectoryName(path)!), Path.GetFileName(path)));
        }

        var settings = new ComparisonSettings
        {
            PreTrained = Weights.FromFile(SharedFolder.Weights),
            ImageSize = 96,
            Epochs = 2,
            Strategies = [Strategy.Frozen, Strategy.FineTuned],
        };

        Comparison comparison = await Experiment.CompareAsync(ImageFolder.Open(folder.Path), settings);

        Assert.Equal([1_281L, 1_862_592 + 1_281], comparison.Results.Select(result => result.TrainableParameters));
        Assert.All(comparison.Results, result => Assert.Equal(8, result.Runs[0].Test.Scores.Count));

        // Forty training pictures and two epochs: far above the 0.5 of guessing, on 8 test pictures no more can be asked.
        Assert.True(comparison.Results[1].TestAccuracy >= 0.75, $"{comparison.Results[1].TestAccuracy}");
    }

    private static IEnumerable<string> Photographs(int perClass = Pictures / 2) =>
        new[] { "cat", "dog" }.SelectMany(name => Directory.GetFiles(Path.Combine(SharedFolder.Photographs, name)).Order(StringComparer.Ordinal).Take(perClass));
}
