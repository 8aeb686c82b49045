using Spectre.Console;
using TransferLearning;

namespace Lab.Display;

/// <summary>
/// Shows a running comparison: in a terminal a bar with the time left for every training; where output is redirected, one line an epoch.
/// </summary>
internal sealed class ExperimentDisplay : IProgress<ExperimentProgress>
{
    private readonly ProgressContext? bars;
    private readonly int trainings;
    private readonly Dictionary<(int? Seed, Strategy Strategy), ProgressTask> tasks = [];
    private (int? Seed, Strategy Strategy, int Epochs) printed;

    private ExperimentDisplay(ProgressContext? bars, int trainings)
    {
        this.bars = bars;
        this.trainings = trainings;
    }

    /// <summary>Runs an action with a display that fits the terminal.</summary>
    public static Task<T> ShowAsync<T>(int trainings, Func<IProgress<ExperimentProgress>, Task<T>> action, bool? interactive = null) =>
        interactive ?? (AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected)
            ? AnsiConsole.Progress()
                .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .StartAsync(context => action(new ExperimentDisplay(context, trainings)))
            : action(new ExperimentDisplay(null, trainings));

    public void Report(ExperimentProgress value)
    {
        if (bars is null)
        {
            Print(value);
            return;
        }

        var key = (value.Seed, value.Strategy);
        if (!tasks.TryGetValue(key, out ProgressTask? task))
        {
            foreach (ProgressTask earlier in tasks.Values)
            {
                earlier.Value = earlier.MaxValue;
                earlier.StopTask();
            }

            tasks.Add(key, task = bars.AddTask(Title(value), maxValue: 1));
        }

        TrainingProgress training = value.Training;
        string counter = trainings > 1 ? $"{tasks.Count}/{trainings} " : "";
        task.Description = counter + Title(value) + ": " + (training.Preparation is { } step
            ? step.Step
            : $"epoch {training.Epoch}/{training.Epochs}, loss {training.Loss:0.000}, accuracy {training.Accuracy:0.000}");
        task.Value = training.Preparation is null ? training.Done : 0;
        if (value.IsFound)
        {
            task.Description = $"{counter}{Title(value)}: found from an earlier run";
        }
    }

    private static string Title(ExperimentProgress value) => value.Seed is { } seed ? $"seed {seed} · {value.Training.Name}" : value.Training.Name;

    private void Print(ExperimentProgress value)
    {
        TrainingProgress training = value.Training;
        if (value.IsFound)
        {
            Console.WriteLine($"{Title(value)}: found from an earlier run");
            return;
        }

        if (training.Preparation is { } step)
        {
            if (step.Done == step.Total)
            {
                Console.WriteLine($"{Title(value)}: {step.Step}, {step.Total:N0} in {step.Elapsed.TotalSeconds:0.0} s");
            }

            return;
        }

        var now = (value.Seed, value.Strategy, training.Finished.Count);
        if (now == printed || training.Finished.Count == 0)
        {
            return;
        }

        printed = now;
        EpochResult last = training.Finished[^1];
        Console.WriteLine(
            $"{Title(value)}: epoch {last.Epoch}/{training.Epochs}, training loss {last.TrainingLoss:0.000} accuracy {last.TrainingAccuracy:0.000}, "
            + $"validation loss {last.ValidationLoss:0.000} accuracy {last.ValidationAccuracy:0.000}, {last.Seconds:0.0} s, {training.Remaining?.TotalSeconds ?? 0:0} s left");
    }
}
