using Spectre.Console;
using TransferLearning;

namespace Lab.Display;

/// <summary>Shows how far a download is: a bar in a terminal, a line for every tenth where output is redirected.</summary>
internal static class FetchDisplay
{
    private const int Parts = 10;

    public static Task<T> ShowAsync<T>(Func<IProgress<StepProgress>, Task<T>> action)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            (string Step, long Part) printed = ("", 0);
            return action(new Relay<StepProgress>(step =>
            {
                var now = (step.Step, Part: step.Total > 0 ? step.Done * Parts / step.Total : 0);
                if (now != printed)
                {
                    printed = now;
                    Console.WriteLine($"{step.Step}: {Told(step)}");
                }
            }));
        }

        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn())
            .StartAsync(context =>
            {
                var bars = new Dictionary<string, ProgressTask>();
                return action(new Relay<StepProgress>(step =>
                {
                    if (!bars.TryGetValue(step.Step, out ProgressTask? bar))
                    {
                        bars.Add(step.Step, bar = context.AddTask("", maxValue: step.Total));
                    }

                    bar.Description = Markup.Escape($"{step.Step}: {Told(step)}");
                    bar.Value = step.Done;
                }));
            });
    }

    private static string Told(StepProgress step)
    {
        double pace = (step.Done - step.DoneBefore) / 1e6 / Math.Max(step.Elapsed.TotalSeconds, 1e-3);
        string left = step.Done < step.Total && step.Remaining is { } time ? $", {time:h\\:mm\\:ss} left" : "";
        return $"{step.Done / 1e6:N1} of {step.Total / 1e6:N1} MB, {pace:N1} MB/s{left}";
    }
}
