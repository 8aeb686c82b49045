using System.Diagnostics;
using Lab.Notebooks;
using TransferLearning;

namespace Notebooks.Tests;

/// <summary>Programs that tests start.</summary>
internal static class Programs
{
    /// <summary>An installed program's path; null: it is not installed.</summary>
    public static string? Find(params string[] names) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    public static string Lab => Path.Combine(AppContext.BaseDirectory, "Lab.dll");

    /// <summary>Where tests leave executed lessons and their results; the reader's own stay as they are.</summary>
    public static string Tested => Path.Combine(Repository.Root, "artifacts", "tested");

    /// <summary>What the lessons train is tested elsewhere: two epochs are enough.</summary>
    public static (string Name, string? Value)[] ShortLessons =>
        [("LESSON_PROFILE", "sample"), ("LESSON_EPOCHS", "2"), ("LESSON_RESULTS", Path.Combine(Tested, "results"))];

    public static string? Chromium => Find("chromium", "chromium-browser", "google-chrome");

    /// <summary>The program Lab in a process of its own.</summary>
    public static Process StartLab(params string[] arguments) => Start(KernelProcess.Dotnet, ["exec", Lab, .. arguments]);

    public static Task<(int Status, string Output, string Error)> RunLabAsync(params string[] arguments) => EndAsync(StartLab(arguments));

    public static Process Start(
        string program, string[] arguments, string? folder = null, params (string Name, string? Value)[] environment)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder ?? "", RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for a process and gives what it printed.</summary>
    public static async Task<(int Status, string Output, string Error)> EndAsync(Process process)
    {
        using (process)
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, await output, await error);
        }
    }
}

/// <summary>A test that needs a program which not every machine has: it says so and is skipped.</summary>
internal sealed class NeedsFactAttribute : FactAttribute
{
    public NeedsFactAttribute(params string[] needs) => Skip = Missing(needs);

    internal static string? Missing(string[] needs) => needs.Select(need => need switch
    {
        "kernel" => KernelSpec.RestoredTool() is null ? "Needs the published kernel: dotnet tool restore." : null,
        "chromium" => Programs.Chromium is null ? "Needs Chromium, to look at pages." : null,
        "signals" => OperatingSystem.IsWindows() || InterruptIsIgnored() ? "Needs Ctrl-C, which is ignored here." : null,
        _ => Programs.Find(need) is null ? $"Needs {need}, which is not installed." : null,
    }).FirstOrDefault(reason => reason is not null);

    private static bool InterruptIsIgnored()
    {
        const string Key = "SigIgn:";
        string[] lines = File.Exists("/proc/self/status") ? File.ReadAllLines("/proc/self/status") : [];
        string? line = Array.Find(lines, text => text.StartsWith(Key, StringComparison.Ordinal));
        return line is not null && (Convert.ToUInt64(line[Key.Length..].Trim(), 16) & 2) != 0;   // bit 1: SIGINT
    }
}

/// <summary>The same for a test with several cases.</summary>
internal sealed class NeedsTheoryAttribute : TheoryAttribute
{
    public NeedsTheoryAttribute(params string[] needs) => Skip = NeedsFactAttribute.Missing(needs);
}
