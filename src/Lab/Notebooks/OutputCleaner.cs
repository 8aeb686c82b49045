using System.Text.RegularExpressions;

namespace Lab.Notebooks;

/// <summary>Takes out of outputs what changes from run to run or from machine to machine: folders of this machine, and identifiers made at random.</summary>
internal sealed partial class OutputCleaner(string repositoryRoot)
{
    private readonly Dictionary<string, string> identifiers = [];
    private readonly (string Folder, string Instead)[] folders =
    [
        (repositoryRoot.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, ""),
        (Environment.GetFolderPath(Environment.SpecialFolder.UserProfile).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, "~/"),
        (Path.GetTempPath(), "TEMP/"),
    ];

    /// <summary>The output without those; one identifier is replaced by the same number wherever it stands.</summary>
    public string Clean(string output)
    {
        foreach ((string folder, string instead) in folders)
        {
            output = folder.Length > 2 ? output.Replace(folder, instead, StringComparison.Ordinal) : output;
        }

        return Identifier().Replace(output, found =>
        {
            if (!identifiers.TryGetValue(found.Value, out string? number))
            {
                identifiers.Add(found.Value, number = $"00000000-0000-0000-0000-{identifiers.Count + 1:000000000000}");
            }

            return number;
        });
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.IgnoreCase)]
    private static partial Regex Identifier();
}
