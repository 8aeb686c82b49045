using Spectre.Console;
using TransferLearning;

namespace Lab.Display;

/// <summary>Names the files that are not used, and why; the first few, and how many more.</summary>
internal static class LeftOutList
{
    private const int FilesNamed = 10;

    public static void Print(IReadOnlyList<LeftOutFile> files)
    {
        foreach (LeftOutFile file in files.Take(FilesNamed))
        {
            AnsiConsole.MarkupLineInterpolated($"[yellow]left out:[/] {file.Path}: {file.Reason}");
        }

        if (files.Count > FilesNamed)
        {
            AnsiConsole.MarkupLine($"[yellow]left out:[/] and {files.Count - FilesNamed:N0} more");
        }
    }
}
