using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>The real network on real photographs.</summary>
public sealed class PhotographTests
{
    private const int ImageSize = 160, Images = 32;

    [PyTorchFact]
    public void Pooled_features_of_photographs_are_PyTorchs()
    {
        using var folder = new TemporaryFolder();
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using TransferModel model = TransferModel.Create(Backbone.MobileNetV2, ["cat", "dog"], SharedFolder.Weights, device: "cpu");
        model.eval();
        Tensor images = cat([.. Photographs().Select(path => ImageDecoder.Load(path, ImageSize))]);
        byte[] pixels = images.permute(0, 2, 3, 1).contiguous().data<byte>().ToArray();
        string pixelsPath = folder.File("pixels.bin"), outPath = folder.File("features.bin");
        File.WriteAllBytes(pixelsPath, pixels);

        (int exitCode, string error) = PyTorch.Run(
            Path.Combine(AppContext.BaseDirectory, "Fixtures", "pooled_features.py"), SharedFolder.Weights, pixelsPath, $"{Images}",
                $"{ImageSize}", outPath);
        Assert.True(exitCode == 0, error);
        float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(outPath)).ToArray();
        float[] actual = model.Features(images).data<float>().ToArray();

        Assert.Equal(expected.Length, actual.Length);
        float scale = expected.Max();
        float largest = expected.Zip(actual, (e, a) => Math.Abs(e - a) / Math.Max(Math.Abs(e), 1e-3f * scale)).Max();
        Assert.True(largest <= 1e-3, $"largest relative error {largest}");
    }

    private static IEnumerable<string> Photographs() =>
        new[] { "cat", "dog" }.SelectMany(
            name => Directory.GetFiles(Path.Combine(SharedFolder.Photographs, name)).Order(StringComparer.Ordinal).Take(Images / 2));
}
