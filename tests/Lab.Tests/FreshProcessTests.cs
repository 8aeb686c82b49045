using System.Diagnostics;
using TransferLearning;

namespace Lab.Tests;

/// <summary>A saved model says in a process of its own, which has nothing but the file, what it says here.</summary>
public sealed class FreshProcessTests : Inputs
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_saved_model_answers_alike_in_a_fresh_process(int classes)
    {
        string file = In("model.safetensors"), image = Save(Striped('a', 5), "image.jpg");
        Backbone backbone = Backbone.MobileNetV2 with { Width = 0.25 };
        using TransferModel model = TransferModel.Create(
            backbone, [.. Enumerable.Range(0, classes).Select(i => $"kind{i}")], imageSize: 48, head: new Head { HiddenUnits = 8 },
                seed: 5);
        model.Save(file);
        Prediction here = model.Predict(image);

        ProcessStartInfo start =
            new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Lab.dll"), "predict", image, "--model", file])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, await error);
        Assert.Contains(here.ClassName, await output, StringComparison.Ordinal);
        Assert.Contains($"{here.Confidence:0.000}", await output, StringComparison.Ordinal);
    }
}
