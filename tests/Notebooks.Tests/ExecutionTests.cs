using Lab.Notebooks;
using Microsoft.DotNet.Interactive.Documents;

namespace Notebooks.Tests;

public sealed class ExecutionTests
{
    public static TheoryData<string> Notebooks => Checkout.Theory();

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_runs_from_top_to_bottom_on_the_sample(string notebook)
    {
        NotebookRun run = await Executed.RunOf(notebook);
        Assert.True(run.Failure is null, run.Failure?.ToString());
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task Exercises_fail_in_the_lesson_and_pass_in_the_solution(string notebook)
    {
        NotebookRun run = await Executed.RunOf(notebook);
        Assert.True(run.Failure is null, run.Failure?.ToString());
        string mark = Checkout.IsSolution(notebook) ? "✓" : "✗";
        string[] results = [.. NotebookFile.CodeCells(run.Document).Where(cell => cell.Contents.Contains("Exercise.Check(", StringComparison.Ordinal)).SelectMany(cell => cell.Outputs.Select(Text)).Where(text => text.StartsWith('✓') || text.StartsWith('✗'))];

        Assert.True(results.Length >= 3, $"{results.Length} checked exercises");
        Assert.All(results, result => Assert.StartsWith(mark, result, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task The_committed_outputs_are_those_of_a_run(string notebook)
    {
        NotebookRun run = await Executed.RunOf(notebook);
        Assert.True(run.Failure is null, run.Failure?.ToString());
        IReadOnlyList<string> differences = Differences.Between(await NotebookFile.ReadAsync(Checkout.PathOf(notebook)), run.Document);

        Assert.True(differences.Count == 0, $"{string.Join("\n", differences.Take(10))}\nAfter a change, run: dotnet run -c Release --project src/Lab -- run --in-place {notebook}");
    }

    private static string Text(InteractiveDocumentOutputElement output) => output switch
    {
        TextElement text => text.Text.Trim(),
        DisplayElement display => display.Data.TryGetValue("text/plain", out object? plain) ? OutputText.Of(plain) ?? "" : "",
        ReturnValueElement result => result.Data.TryGetValue("text/plain", out object? plain) ? OutputText.Of(plain) ?? "" : "",
        _ => "",
    };
}
