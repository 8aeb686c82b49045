using Spectre.Console;
using TransferLearning;

namespace Lab.Display;

/// <summary>What the doctor found, in a terminal.</summary>
internal static class ExaminationTable
{
    public static void Print(Examination examination)
    {
        var table = new Grid().AddColumns(2);
        foreach ((string name, string value) in examination.Facts)
        {
            table.AddRow($"[grey]{Markup.Escape(name)}[/]", Markup.Escape(value));
        }

        table.AddRow("[grey]self-test[/]", $"[{(examination.IsWell ? "green" : "red")}]{Markup.Escape(examination.SelfTest?.ToString() ?? "FAILED: no tensor can be made")}[/]");
        AnsiConsole.Write(table);
        foreach (Finding finding in examination.Findings)
        {
            AnsiConsole.WriteLine();
            AnsiConsole.MarkupLineInterpolated($"[yellow]{finding.Problem}[/]");
            AnsiConsole.WriteLine(finding.Mend);
        }
    }
}
