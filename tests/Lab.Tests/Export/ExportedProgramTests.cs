using System.Diagnostics;
using TransferLearning;

namespace Lab.Tests.Export;

public sealed class ExportedProgramTests : IDisposable
{
    // Inside the repository, whose project files the program is built with; git ignores it.
    private readonly string folder = Path.Combine(Repository.Root, "artifacts", $"export-test-{Environment.ProcessId}");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_notebook_that_declares_again_awaits_and_draws_runs_as_a_program()
    {
        string notebook = Path.Combine(AppContext.BaseDirectory, "Export", "small.ipynb");
        (int exported, _, string error) = await CapturedConsole.RunAsync("export", notebook, "--script", "--out", folder);
        Assert.True(exported == 0, error);

        var start = new ProcessStartInfo("dotnet", ["run", "-c", "Release", "small.cs"]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.True(process.ExitCode == 0, output + await errors);
        string[] lines = [.. output.Split('\n').Select(line => line.TrimEnd())];
        string[] expected = ["A small notebook", "1", "step 1", "step 2", "half of it: 0.5", "small-01.svg", "one: no epoch yet", "now · done", "✓ 1 One"];
        Assert.Equal(expected, lines.Where(expected.Contains));
        Assert.StartsWith("<svg", File.ReadAllText(Path.Combine(folder, "small-01.svg")), StringComparison.Ordinal);
    }
}
