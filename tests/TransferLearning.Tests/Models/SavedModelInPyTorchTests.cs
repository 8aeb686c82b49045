using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>A model saved here is a model there.</summary>
public sealed class SavedModelInPyTorchTests
{
    private const int Images = 4, ImageSize = 96;

    [PyTorchTheory]
    [InlineData(2)]
    [InlineData(5)]
    public void It_loads_into_torchvision_by_name_and_answers_alike(int classes)
    {
        using var folder = new TemporaryFolder();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using TransferModel model = TransferModel.Create(
            Backbone.MobileNetV2 with { Width = 0.5 }, [.. Enumerable.Range(0, classes).Select(i => $"class {i}")], imageSize: ImageSize,
                seed: 7, device: "cpu");
        byte[] pixels = new byte[Images * ImageSize * ImageSize * 3];
        new Random(7).NextBytes(pixels);
        Tensor images = tensor(pixels, [Images, ImageSize, ImageSize, 3]).permute(0, 3, 1, 2);
        model.train();
        model.call(images);   // statistics of its own, so that forgetting to save them would show
        model.eval();
        string modelPath = folder.File("model.safetensors"), pixelsPath = folder.File("pixels.bin"), outPath = folder.File("logits.bin");
        model.Save(modelPath);
        File.WriteAllBytes(pixelsPath, pixels);

        (int exitCode, string error) = PyTorch.Run(
            Path.Combine(AppContext.BaseDirectory, "Fixtures", "logits_of_saved_model.py"), modelPath, pixelsPath, $"{Images}",
                $"{ImageSize}", outPath);

        Assert.True(exitCode == 0, error);
        float[] expected = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(outPath)).ToArray();
        float[] actual = model.call(images).data<float>().ToArray();
        Assert.Equal(Images * (classes == 2 ? 1 : classes), actual.Length);
        float scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-3f * scale));
    }
}
