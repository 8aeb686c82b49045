namespace Embedded.DotNet.Interactive.Tests;

/// <summary>Reads what the published kernel was seen to do.</summary>
internal static class Recording
{
    public static IReadOnlyList<RecordedCell> Read()
    {
        var cells = new List<RecordedCell>();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Fixtures", "observed.txt")))
        {
            if (line.StartsWith("CELL ", StringComparison.Ordinal))
            {
                cells.Add(new RecordedCell(line["CELL ".Length..].Replace("\\n", "\n", StringComparison.Ordinal), new List<string>()));
            }
            else if (line.StartsWith("   ", StringComparison.Ordinal))
            {
                ((List<string>)cells[^1].Events).Add(line.Trim());
            }
        }

        return cells;
    }
}
