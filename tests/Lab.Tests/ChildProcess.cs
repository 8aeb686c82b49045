using System.Diagnostics;

namespace Lab.Tests;

/// <summary>The program in a process of its own, if need be of an ordinary user's, to whom permissions apply.</summary>
internal static class ChildProcess
{
    private const string Nobody = "65534", ChangeUser = "/usr/bin/setpriv";

    private static readonly Lazy<string?> s_whyNoOrdinaryUser = new(() =>
        OperatingSystem.IsWindows() ? "permissions are another matter on Windows"
        : !Environment.IsPrivilegedProcess ? null
        : !File.Exists(ChangeUser) ? "runs as root, to whom permissions do not apply, and there is no setpriv to become somebody else"
        : RunAsync(isOrdinary: true, [], "doctor").GetAwaiter().GetResult().Said.Contains(".NET", StringComparison.Ordinal) ? null
        : "runs as root, and an ordinary user can read neither dotnet nor this build");

    /// <summary>Why nothing can be run as an ordinary user here; null where it can.</summary>
    public static string? WhyNoOrdinaryUser => s_whyNoOrdinaryUser.Value;

    /// <summary>Runs it; what is null in the environment is not set there.</summary>
    public static async Task<(int Status, string Said)> RunAsync(
        bool isOrdinary, Dictionary<string, string?> environment, params string[] arguments)
    {
        string[] command = ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Lab.dll"), .. arguments];
        string[] whole = isOrdinary && Environment.IsPrivilegedProcess
            ? [ChangeUser, $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", .. command]
            : command;
        ProcessStartInfo start = new(whole[0], whole[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}

/// <summary>A test that needs an ordinary user; skipped, with the reason, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OrdinaryUserFactAttribute : FactAttribute
{
    public OrdinaryUserFactAttribute() => Skip = ChildProcess.WhyNoOrdinaryUser;
}
