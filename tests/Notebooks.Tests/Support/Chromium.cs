using System.Diagnostics;

namespace Notebooks.Tests;

/// <summary>A browser without a window, where one is installed.</summary>
internal static class Chromium
{
    private static readonly string[] names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// <summary>Its program; null: none is installed.</summary>
    public static string? Program { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => names.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);

    /// <summary>Runs it on a page; gives what it prints and complains of.</summary>
    public static async Task<(string Output, string Log)> RunAsync(string page, string profile, params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Program!,
            ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking", "--enable-logging=stderr", "--log-level=0",
                $"--user-data-dir={profile}", .. arguments, new Uri(page).AbsoluteUri])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process browser = Process.Start(start)!;
        Task<string> output = browser.StandardOutput.ReadToEndAsync(), log = browser.StandardError.ReadToEndAsync();
        await browser.WaitForExitAsync();
        return (await output, await log);
    }
}
