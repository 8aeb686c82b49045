using Microsoft.CodeAnalysis;

namespace Microsoft.DotNet.Interactive;

/// <summary>Lines that begin with <c>#!</c>: they name a kernel, or are refused.</summary>
internal static class MagicCommands
{
    /// <summary>Takes the lines that name this kernel out of the code, so that the others keep their numbers; finds the first that is unknown.</summary>
    public static (string Code, Diagnostic? Unknown) Read(string code, string kernelName)
    {
        string[] lines = code.Split('\n');
        for (int line = 0; line < lines.Length; line++)
        {
            if (!lines[line].StartsWith("#!", StringComparison.Ordinal))
            {
                continue;
            }

            string name = lines[line].Trim().Split(' ', '\t')[0];
            if (name != "#!" + kernelName)
            {
                var span = new LinePositionSpan(new LinePosition(line, 0), new LinePosition(line, name.Length));
                return (code, new Diagnostic(span, DiagnosticSeverity.Error, "DNI101", $"Unknown magic command '{name}'"));
            }

            lines[line] = "";
        }

        return (string.Join('\n', lines), null);
    }
}
