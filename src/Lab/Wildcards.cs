namespace Lab;

/// <summary>PowerShell and cmd hand <c>*.jpg</c> to the program, where other shells name the files.</summary>
internal static class Wildcards
{
    /// <summary>Puts in place of every argument with a * the files that it means, in their order, if there are any.</summary>
    public static string[] Expand(string[] arguments) => [.. arguments.SelectMany(argument =>
    {
        string folder = argument.Contains('*', StringComparison.Ordinal) ? Path.GetDirectoryName(Path.GetFullPath(argument)) ?? "" : "";
        return !Directory.Exists(folder) ? [argument]
            : Directory.GetFiles(folder, Path.GetFileName(argument)).Order(StringComparer.Ordinal).DefaultIfEmpty(argument);
    })];
}
