using System.Collections.Concurrent;
using System.CommandLine;
using Lab.Notebooks;
using Lab.Notebooks.Pages;
using TransferLearning;
using static Lab.Commands.Options;

namespace Lab.Commands;

/// <summary><c>Lab run</c>: runs notebooks from top to bottom without a front end, and makes pages of them.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<FileInfo[]> notebooks = new("NOTEBOOK")
        {
            Description = "Notebooks (.ipynb). Without one: lessons 1 to 4.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<DirectoryInfo> output = Output();
        Option<bool> inPlace = Named<bool>(
            "--in-place", null, "Before a commit: put outputs into the notebooks, charts as pictures (needs Chromium, Chrome or Edge).");
        Option<double?> timeout = Named<double?>(
            "--timeout-minutes", "MINUTES", "How long one cell may take; by default as long as it likes.");
        Command command = new("run", "Run notebooks from top to bottom, and write them with their outputs and as pages to read.")
        {
            notebooks, output, inPlace, timeout,
        };
        command.SetAction((parsed, cancellation) =>
        {
            double? minutes = parsed.GetValue(timeout);
            UserMistakeException.ThrowIf(minutes is <= 0 or > 1e6, $"--timeout-minutes is {minutes}: give a number of minutes above 0.");

            string[] named = [.. parsed.GetValue(notebooks)!.Select(file => file.FullName)], paths = named.Length > 0 ? named : Lessons();
            RunSettings settings = new(minutes is { } limit ? TimeSpan.FromMinutes(limit) : null);
            return RunAsync(paths, parsed.GetValue(output)!.FullName, settings, parsed.GetValue(inPlace), cancellation);
        });
        return command;
    }

    /// <summary>Where notebooks and pages go.</summary>
    public static Option<DirectoryInfo> Output() => Named(
        "--output", "DIR", "Folder for the executed notebooks and their pages.",
        new DirectoryInfo(Path.Combine(Repository.Root, "artifacts", "lessons")));

    /// <summary><c>Lab</c> without a command: lessons 1 to 4 on the sample.</summary>
    public static Task<int> RunLessonsAsync(string output, CancellationToken cancellation)
    {
        Console.WriteLine("Lessons 1 to 4 on the sample: drawn cats and dogs, not photographs. What else there is: --help.");
        RunSettings settings = new(Environment: new Dictionary<string, string> { ["LESSON_PROFILE"] = "sample" });
        return RunAsync(Lessons(), output, settings, inPlace: false, cancellation);
    }

    // The last first: it takes as long as the others together, which run beside it.
    private static string[] Lessons() =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "notebooks"), "0?-*.ipynb").Order(StringComparer.Ordinal).Take(4).Reverse()];

    private static async Task<int> RunAsync(
        string[] paths, string output, RunSettings settings, bool inPlace, CancellationToken cancellation)
    {
        // All are read before the first one runs: a wrong name is told now and not after minutes.
        Array.ForEach(paths, path => NotebookFile.Read(path));
        LiveProgress progress = new("");
        NotebookPlace[] places = NotebookPlace.For(paths, output);

        // Two at a time, each on half of the cores (unless the user has said how many), since small networks gain little by a second core.
        // What will be committed has the machine to itself, for its seconds are compared.
        const string threads = "OMP_NUM_THREADS";
        int atOnce = inPlace ? 1 : Math.Min(places.Length, 2);
        RunSettings shared = atOnce == 1 || Environment.GetEnvironmentVariable(threads) is not null
            ? settings : settings.With(threads, $"{Math.Max(1, Environment.ProcessorCount / atOnce)}");
        ConcurrentBag<NotebookPlace> read = [];
        string? failure = null;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ParallelOptions limits = new() { MaxDegreeOfParallelism = atOnce, CancellationToken = stop.Token };
        try
        {
            await Parallel.ForEachAsync(places, limits, RunOneAsync);
        }
        catch (OperationCanceledException) when (failure is not null)
        {
            // One has failed, and the others were stopped.
        }

        string index = Path.Combine(output, "index.html");
        File.WriteAllText(index, NotebookPage.WriteIndex(read.OrderBy(place => place.Name, StringComparer.Ordinal)));
        Console.WriteLine($"Read them in {Path.GetRelativePath(Environment.CurrentDirectory, index)}");
        return failure is null ? Program.Success : Program.Failure;

        async ValueTask RunOneAsync(NotebookPlace place, CancellationToken token)
        {
            string? failed = await NotebookRun.RunAsync(place, shared, progress, token);
            NotebookFile executed = NotebookFile.Read(place.Notebook);
            File.WriteAllText(place.Page, NotebookPage.Write(executed, place, places));
            read.Add(place);
            if (failed is not null)
            {
                failure = failed;
                Console.Error.WriteLine(failed);
                await stop.CancelAsync();
            }
            else if (inPlace)
            {
                CommittedOutputs.Make(executed);
                executed.Write(place.Source);
            }
        }
    }
}
