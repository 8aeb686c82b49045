using System.Diagnostics;

namespace TransferLearning.Tests.Interruptions;

/// <summary>A <see cref="Work"/> in a process of its own, which has just begun.</summary>
internal sealed class WorkProcess : IDisposable
{
    private readonly Process process;
    private readonly Stopwatch sinceBegun = Stopwatch.StartNew();
    private readonly Task<string> said, complaints;

    private WorkProcess(Process process, Task<string> complaints)
    {
        (this.process, this.complaints) = (process, complaints);
        said = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Starts it and waits until it begins to work.</summary>
    public static async Task<WorkProcess> StartAsync(string work, string folder, string input)
    {
        ProcessStartInfo start = new("dotnet", ["exec", typeof(Work).Assembly.Location, work, folder, input])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        Task<string> complaints = process.StandardError.ReadToEndAsync();
        string? first = await process.StandardOutput.ReadLineAsync();
        Assert.True(first == Work.Begun, $"{work} did not begin: {first} {(first is null ? await complaints : "")}");
        return new WorkProcess(process, complaints);
    }

    /// <summary>Lets it come to its end.</summary>
    /// <returns>What it said, and how long it worked.</returns>
    public async Task<(string Said, TimeSpan Time)> EndAsync()
    {
        string all = await said;
        TimeSpan time = sinceBegun.Elapsed;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"exit code {process.ExitCode}: {all} {await complaints}");
        return (all, time);
    }

    /// <summary>Kills it so that it cannot defend itself: SIGKILL, or its like on Windows.</summary>
    /// <returns>Whether it was still at work.</returns>
    public async Task<bool> KillAsync(TimeSpan after)
    {
        await Task.Delay(after);
        process.Kill();
        await process.WaitForExitAsync();
        return !(await said).Contains(Work.Ended, StringComparison.Ordinal);
    }

    public void Dispose() => process.Dispose();
}
