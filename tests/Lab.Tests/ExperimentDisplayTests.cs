using Lab.Display;
using Spectre.Console;
using TransferLearning;

namespace Lab.Tests;

public sealed class ExperimentDisplayTests
{
    [Fact]
    public async Task A_terminal_shows_a_bar_for_every_training()
    {
        string shown = await ShowAsync(interactive: true);

        Assert.Contains("1/2 seed 42 · frozen: epoch 2/2, loss 0.250", shown, StringComparison.Ordinal);
        Assert.Contains("2/2 seed 42 · fine-tuned: found from an earlier run", shown, StringComparison.Ordinal);
        Assert.Contains("100%", shown, StringComparison.Ordinal);
    }

    private static async Task<string> ShowAsync(bool interactive)
    {
        using var output = new StringWriter();
        IAnsiConsole before = AnsiConsole.Console;
        try
        {
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings
            {
                Ansi = AnsiSupport.Yes,
                ColorSystem = ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.Yes,
                Out = new AnsiConsoleOutput(output),
            });
            AnsiConsole.Profile.Width = 160;
            return await ExperimentDisplay.ShowAsync(
                2,
                progress =>
                {
                    var preparing = new TrainingProgress("frozen", 0, 2, 0, 0, double.NaN, double.NaN, [], TimeSpan.Zero)
                    {
                        Preparation = new StepProgress("decoding pictures", 5, 10, TimeSpan.FromSeconds(1)),
                    };
                    progress.Report(new ExperimentProgress(42, Strategy.Frozen, preparing));
                    progress.Report(new ExperimentProgress(42, Strategy.Frozen, new TrainingProgress("frozen", 2, 2, 4, 4, 0.25, 0.9, [], TimeSpan.FromSeconds(2))));
                    progress.Report(new ExperimentProgress(42, Strategy.FineTuned, new TrainingProgress("fine-tuned", 2, 2, 1, 1, 0.1, 0.9, [], TimeSpan.Zero)) { IsFound = true });
                    return Task.FromResult(0);
                },
                interactive).ContinueWith(_ => output.ToString(), TaskScheduler.Default);
        }
        finally
        {
            AnsiConsole.Console = before;
        }
    }
}
