using Lab.Notebooks;

namespace Notebooks.Tests;

/// <summary>
/// Every notebook run once, on the sample, in the order of <see cref="Checkout.All"/>: a lesson may find what the one before has left.
/// Outputs are made as for committing.
/// </summary>
internal static class Executed
{
    private static readonly TimeSpan cellLimit = TimeSpan.FromMinutes(10);
    private static readonly Dictionary<string, Task<NotebookRun>> runs = [];
    private static Task last = Task.CompletedTask;

    /// <summary>The run of a notebook, after those before it.</summary>
    public static Task<NotebookRun> RunOf(string notebook)
    {
        lock (runs)
        {
            foreach (string next in Checkout.All.TakeWhile(other => other != notebook).Append(notebook))
            {
                if (!runs.ContainsKey(next))
                {
                    Task before = last;
                    last = runs[next] = AfterAsync(before, next);
                }
            }

            return runs[notebook];
        }
    }

    private static async Task<NotebookRun> AfterAsync(Task before, string notebook)
    {
        await before;
        return await NotebookRun.RunAsync(Checkout.PathOf(notebook), new RunSettings("sample", cellLimit, IsStable: true), Checkout.Root);
    }
}
