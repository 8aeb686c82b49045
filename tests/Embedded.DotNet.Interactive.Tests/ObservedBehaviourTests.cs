using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;

namespace Embedded.DotNet.Interactive.Tests;

public sealed class ObservedBehaviourTests
{
    [Fact]
    public async Task Every_recorded_cell_makes_the_events_of_the_published_kernel()
    {
        IReadOnlyList<RecordedCell> cells = Recording.Read();
        using var kernel = new CompositeKernel { new CSharpKernel().UseKernelHelpers() };
        var differences = new List<string>();
        foreach (RecordedCell cell in cells)
        {
            var heard = new Heard();
            using (kernel.KernelEvents.Subscribe(heard))
            {
                await kernel.SubmitCodeAsync(cell.Code);
            }

            string[] seen = [.. heard.Events.Select(Describe)];
            if (seen.Length != cell.Events.Count || seen.Zip(cell.Events).Any(pair => !Same(pair.First, pair.Second)))
            {
                differences.Add($"{cell.Code}\n  recorded {string.Join(" | ", cell.Events)}\n  seen     {string.Join(" | ", seen)}");
            }
        }

        Assert.Equal(27, cells.Count);
        Assert.True(differences.Count == 0, string.Join("\n", differences));
    }

    /// <summary>The recording cuts values off, and leaves a backslash where it cut before a line's end.</summary>
    private static bool Same(string seen, string recorded) => seen == recorded || seen.StartsWith(recorded.TrimEnd('\\'), StringComparison.Ordinal) && recorded.Contains('=', StringComparison.Ordinal);

    private static string Describe(KernelEvent happened)
    {
        string name = happened.GetType().Name;
        return happened switch
        {
            DisplayEvent shown => $"{name} id={(shown.ValueId is null ? "null" : "set")} {string.Join(" ", shown.FormattedValues.Select(form => $"{form.MimeType}={form.Value.Replace("\n", "\\n", StringComparison.Ordinal)}"))}",
            DiagnosticsProduced produced => $"{name} {string.Join(", ", produced.Diagnostics.Select(found => $"{found.Code} {found.Severity}"))}".TrimEnd(),
            CommandFailed { Exception: null } failed => $"{name}: {failed.Message}",
            CommandFailed { Exception: CodeSubmissionCompilationErrorException } failed => $"{name}: {failed.Message} [{nameof(CodeSubmissionCompilationErrorException)}]",
            CommandFailed failed => $"{name}: {failed.Message.Split('\n')[0]} [{failed.Exception!.GetType().Name}]",
            _ => name,
        };
    }
}
