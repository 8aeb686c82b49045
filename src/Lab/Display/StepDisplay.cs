using Spectre.Console;
using TransferLearning;

namespace Lab.Display;

/// <summary>Shows how far a long step has come: a bar with the time left in a terminal, a line at its end where output is redirected.</summary>
internal static class StepDisplay
{
    public static Task<T> ShowAsync<T>(Func<IProgress<StepProgress>, Task<T>> action)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive)
        {
            return action(new Relay<StepProgress>(step =>
            {
                if (step.Done == step.Total)
                {
                    Console.WriteLine($"{step.Step}: {step.Total:N0} in {step.Elapsed.TotalSeconds:0.0} s");
                }
            }));
        }

        return AnsiConsole.Progress()
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var tasks = new Dictionary<string, ProgressTask>();
                return action(new Relay<StepProgress>(step =>
                {
                    lock (tasks)
                    {
                        if (!tasks.TryGetValue(step.Step, out ProgressTask? task))
                        {
                            tasks.Add(step.Step, task = context.AddTask(step.Step, maxValue: step.Total));
                        }

                        task.Value = Math.Max(task.Value, step.Done);
                    }
                }));
            });
    }
}
