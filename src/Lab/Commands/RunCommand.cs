using System.CommandLine;
using Lab.Notebooks;
using Lab.Notebooks.Pages;
using TransferLearning;

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
        Option<DirectoryInfo> output = new("--output")
        {
            Description = "Folder for the executed notebooks and their pages.",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(DefaultOutput),
        };
        Option<bool> inPlace = new("--in-place")
        {
            Description = "Before a commit: put outputs into the notebooks, charts as pictures (needs Chromium, Chrome or Edge).",
        };
        Option<double?> timeout = new("--timeout-minutes")
        {
            Description = "How long one cell may take; by default as long as it likes.", HelpName = "MINUTES",
        };
        Command command = new("run", "Run notebooks from top to bottom, and write them with their outputs and as pages to read.")
        {
            notebooks, output, inPlace, timeout,
        };
        command.SetAction((parsed, cancellation) =>
        {
            double? minutes = parsed.GetValue(timeout);
            if (minutes is <= 0 or > 1e6)
            {
                throw new UserMistakeException($"--timeout-minutes is {minutes}: give a number of minutes above 0.");
            }

            string[] named = [.. parsed.GetValue(notebooks)!.Select(file => file.FullName)], paths = named.Length > 0 ? named : Lessons();
            RunSettings settings = new(minutes is { } limit ? TimeSpan.FromMinutes(limit) : null);
            return RunAsync(paths, parsed.GetValue(output)!.FullName, settings, parsed.GetValue(inPlace), cancellation);
        });
        return command;
    }

    /// <summary><c>Lab</c> without arguments: lessons 1 to 4 on the sample.</summary>
    public static Task<int> RunLessonsAsync(CancellationToken cancellation)
    {
        Console.WriteLine("Lessons 1 to 4 on the sample: drawn cats and dogs, not photographs. What else there is: --help.");
        RunSettings settings = new(Environment: new Dictionary<string, string> { ["LESSON_PROFILE"] = "sample" });
        return RunAsync(Lessons(), DefaultOutput, settings, inPlace: false, cancellation);
    }

    private static string DefaultOutput => Path.Combine(Repository.Root, "artifacts", "lessons");

    private static string[] Lessons() =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "notebooks"), "0?-*.ipynb").Order(StringComparer.Ordinal).Take(4)];

    private static async Task<int> RunAsync(
        string[] paths, string output, RunSettings settings, bool inPlace, CancellationToken cancellation)
    {
        foreach (string path in paths)
        {
            NotebookFile.Read(path);   // a wrong name is told now and not after minutes
        }

        List<NotebookPlace> read = [];
        string? failure = null;
        foreach (NotebookPlace place in NotebookPlace.For(paths, output))
        {
            failure = await NotebookRun.RunAsync(place, settings, new LiveProgress(place.Name), cancellation);
            NotebookFile executed = NotebookFile.Read(place.Notebook);
            File.WriteAllText(place.Page, NotebookPage.Write(executed, place));
            read.Add(place);
            if (failure is not null)
            {
                Console.Error.WriteLine(failure);
                break;
            }

            if (inPlace)
            {
                CommittedOutputs.Make(executed);
                executed.Write(place.Source);
            }
        }

        string index = Path.Combine(output, "index.html");
        File.WriteAllText(index, NotebookPage.WriteIndex(read, output));
        Console.WriteLine($"Read them in {Path.GetRelativePath(Environment.CurrentDirectory, index)}");
        return failure is null ? Program.Success : Program.Failure;
    }
}
