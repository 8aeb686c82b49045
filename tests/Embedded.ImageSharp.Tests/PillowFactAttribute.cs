using System.ComponentModel;
using System.Diagnostics;

namespace Embedded.ImageSharp.Tests;

/// <summary>A test that asks Python's Pillow; skipped where that is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PillowFactAttribute : FactAttribute
{
    private static readonly string[] Interpreters = ["python3", "/usr/bin/python3"];
    private static readonly string? Interpreter = Array.Find(Interpreters, HasPillow);

    /// <param name="needsPhotographs">Whether the test also reads shared photographs.</param>
    public PillowFactAttribute(bool needsPhotographs = false)
    {
        NeedsPhotographs = needsPhotographs;
        if (Interpreter is null)
        {
            Skip = "There is no Python with Pillow here.";
        }
        else if (needsPhotographs && SharedFiles.Root is null)
        {
            Skip = "The folder ../shared with photographs is not here (or set TRANSFER_LEARNING_SHARED).";
        }
    }

    public bool NeedsPhotographs { get; }

    /// <summary>Runs a script and gives what it prints.</summary>
    public static string Run(string script, byte[] input) => Run(Interpreter!, script, input);

    private static bool HasPillow(string interpreter)
    {
        try
        {
            return Run(interpreter, "import PIL.Image; print('yes')", []).StartsWith("yes", StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException)
        {
            return false;
        }
    }

    private static string Run(string interpreter, string script, byte[] input)
    {
        ProcessStartInfo start = new(interpreter, ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using (Stream stream = process.StandardInput.BaseStream)
        {
            stream.Write(input);
        }

        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(errors.Result);
    }
}
