using Lab.Display;
using Lab.Notebooks;
using Spectre.Console;

namespace Notebooks.Tests;

public sealed class RunDisplayTests : IDisposable
{
    private readonly Fixture fixture = new();
    private readonly IAnsiConsole before = AnsiConsole.Console;
    private readonly StringWriter terminal = new();

    public RunDisplayTests()
    {
        AnsiConsole.Console = AnsiConsole.Create(new() { Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(terminal) });
        AnsiConsole.Profile.Width = 160;
    }

    public void Dispose()
    {
        AnsiConsole.Console = before;
        terminal.Dispose();
        fixture.Dispose();
    }

    [Fact]
    public async Task A_terminal_shows_a_bar_for_each_notebook_also_for_two_of_one_name()
    {
        string[] paths = [Path.Combine(fixture.Folder, "a.ipynb"), Path.Combine(fixture.Folder, "solutions", "a.ipynb")];
        await ShowAsync(paths, new RunSettings(), 1);

        Assert.Contains("solutions/a: 2 cells in 1.0 s", terminal.ToString(), StringComparison.Ordinal);
        Assert.Matches("(?<!/)a: 2 cells in 1.0 s", terminal.ToString());
    }

    [Fact]
    public async Task A_second_run_knows_from_the_first_how_much_time_is_left()
    {
        string[] paths = [Path.Combine(fixture.Folder, "a.ipynb")];
        await ShowAsync(paths, new RunSettings("sample"), 90);
        Assert.DoesNotContain("left", terminal.ToString(), StringComparison.Ordinal);
        await ShowAsync(paths, new RunSettings("sample"), 90);
        Assert.Contains("min", terminal.ToString(), StringComparison.Ordinal);
        Assert.Contains("left", terminal.ToString(), StringComparison.Ordinal);

        // What the photographs take is not known from that.
        Assert.Null(KnownDurations.In(fixture.Folder).Of("a photos", 2));
    }

    private Task<bool> ShowAsync(string[] paths, RunSettings settings, double seconds) =>
        RunDisplay.ShowAsync(paths, KnownDurations.In(fixture.Folder), settings, async display =>
        {
            foreach (string path in paths)
            {
                foreach (int cell in (int[])[1, 2])
                {
                    display.Report(new RunProgress(path, cell, 2, null));
                    await Task.Delay(300);   // the bars are painted ten times a second
                    display.Report(new RunProgress(path, cell, 2, seconds / 2));
                }

                display.Ended(path, [seconds / 2, seconds / 2]);
            }

            return true;
        }, interactive: true);
}
