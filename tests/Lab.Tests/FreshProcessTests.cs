using System.Diagnostics;
using SketchPets;
using TransferLearning;
using static TorchSharp.torch;

namespace Lab.Tests;

/// <summary>A saved model says in a process of its own, which has nothing but the file, what it says here.</summary>
public sealed class FreshProcessTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fresh-process-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_saved_model_answers_alike_in_a_fresh_process(int classes)
    {
        string file = Path.Combine(folder, "model.safetensors");
        DrawnFolder.Ensure(folder, SketchWorld.Target, perKind: 1, seed: 5, size: 48);
        string picture = Directory.GetFiles(Path.Combine(folder, SketchWorld.Target.Kinds[0]))[0];
        random.manual_seed(5);
        using TransferModel model = TransferModel.Create(
            Backbone.ResNet18 with { Width = 0.25 }, [.. Enumerable.Range(0, classes).Select(number => $"kind{number}")], Weights.None, new Head { HiddenUnits = 8, Pooling = Pooling.Average });
        ModelFile.Save(model, file, imageSize: 48);
        Prediction here = Prediction.Of(model, picture, imageSize: 48);

        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Lab.dll"), "predict", picture, "--model", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, await error);
        Assert.Contains(here.ClassName, await output, StringComparison.Ordinal);
        Assert.Contains($"{here.Probability:0.000}", await output, StringComparison.Ordinal);
    }
}
