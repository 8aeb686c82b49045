using System.CommandLine;
using Lab.Display;
using Lab.Notebooks;
using Lab.Notebooks.Pages;
using Microsoft.DotNet.Interactive.Documents;
using Spectre.Console;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab run</c>: runs notebooks from top to bottom without a front end.</summary>
internal static class RunCommand
{
    private const int Success = 0, Failure = 1;

    public static Command Create()
    {
        var notebooks = new Argument<FileInfo[]>("NOTEBOOK") { Description = "Notebooks (.ipynb). Without one: lessons 1 to 4, the experiment.", Arity = ArgumentArity.ZeroOrMore };
        var profile = new Option<string?>("--profile") { Description = "sample: drawings, some minutes. photos: the real experiment. (LESSON_PROFILE)", HelpName = "sample|photos" };
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for the executed notebooks and their pages.",
            DefaultValueFactory = _ => new DirectoryInfo(DefaultOutput),
            HelpName = "DIR",
        };
        var strip = new Option<bool>("--strip") { Description = "Only take the outputs out of the notebooks; run nothing." };
        var inPlace = new Option<bool>("--in-place") { Description = "Put the outputs into the notebooks themselves, from the sample and without what changes from run to run: for committing." };
        var timeout = new Option<double?>("--timeout") { Description = "How long one cell may take.", HelpName = "SECONDS" };
        var command = new Command("run", "Run notebooks from top to bottom; write them with their outputs, and as pages to read.") { notebooks, profile, output, strip, inPlace, timeout };
        command.SetAction((parsed, cancellation) =>
        {
            string[] paths = [.. parsed.GetValue(notebooks)!.Select(file => file.FullName)];
            paths = paths.Length > 0 ? paths : Lessons();
            if (parsed.GetValue(strip))
            {
                return StripAsync(paths);
            }

            double? seconds = parsed.GetValue(timeout);
            if (seconds is <= 0)
            {
                throw new UserMistakeException($"--timeout is {seconds}; give a number of seconds above 0.");
            }

            if (parsed.GetValue(profile) is { } name && name is not ("sample" or "photos"))
            {
                throw new UserMistakeException($"There is no profile \"{name}\"; there are sample and photos.");
            }

            bool isInPlace = parsed.GetValue(inPlace);
            if (isInPlace && parsed.GetValue(profile) == "photos")
            {
                throw new UserMistakeException("--in-place is for committing, and photographs must not be committed; leave --in-place out, and find the notebooks in --out.");
            }

            var settings = new RunSettings(isInPlace ? "sample" : parsed.GetValue(profile), seconds is { } limit ? TimeSpan.FromSeconds(limit) : null, isInPlace);
            return RunAsync(paths, settings, parsed.GetValue(output)!.FullName, cancellation);
        });
        return command;
    }

    /// <summary><c>Lab</c> without arguments: lessons 1 to 4 on the sample.</summary>
    public static Task<int> RunLessonsAsync(CancellationToken cancellation)
    {
        Console.WriteLine("Lessons 1 to 4 on the sample: drawn cats and dogs, not photographs. For the rest: --help.");
        return RunAsync(Lessons(), new RunSettings("sample", null, false), DefaultOutput, cancellation);
    }

    private static string DefaultOutput => Path.Combine(Repository.Root, "artifacts", "lessons");

    private static string[] Lessons()
    {
        string folder = Path.Combine(Repository.Root, "notebooks");
        string[] lessons = Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "0?-*.ipynb").Where(path => Path.GetFileName(path)[1] is >= '1' and <= '4').Order(StringComparer.Ordinal)] : [];
        return lessons.Length > 0 ? lessons : throw new UserMistakeException($"There are no lessons in {folder}; name the notebooks to run.");
    }

    private static async Task<int> StripAsync(string[] paths)
    {
        foreach (string path in paths)
        {
            InteractiveDocument document = await NotebookFile.ReadAsync(path);
            NotebookFile.Strip(document);
            await NotebookFile.WriteAsync(document, path);
            Console.WriteLine($"{Path.GetRelativePath(Environment.CurrentDirectory, path)}: outputs taken out");
        }

        return Success;
    }

    private static async Task<int> RunAsync(string[] paths, RunSettings settings, string output, CancellationToken cancellation)
    {
        foreach (string path in paths)
        {
            await NotebookFile.ReadAsync(path);   // a wrong name is told now and not after minutes
        }

        Directory.CreateDirectory(output);
        var places = OutputPlaces.For(paths, output);
        CellFailure? failure = await RunDisplay.ShowAsync(paths, KnownDurations.In(output), settings, async display =>
        {
            foreach (OutputPlace place in places)
            {
                NotebookRun run = await NotebookRun.RunAsync(place.Source, settings, Repository.Root, display, cancellation);
                await NotebookFile.WriteAsync(run.Document, place.Notebook);
                await File.WriteAllTextAsync(place.Page, NotebookPage.Write(run.Document, place, places), cancellation);
                if (run.Failure is not null)
                {
                    return run.Failure;
                }

                display.Ended(place.Source, run.CellSeconds);
                if (settings.IsStable)
                {
                    await NotebookFile.WriteAsync(run.Document, place.Source);
                }
            }

            return null;
        });
        if (failure is not null)
        {
            Console.Error.WriteLine(failure);
            return Failure;
        }

        string index = Path.Combine(output, "index.html");
        await File.WriteAllTextAsync(index, await IndexPage.WriteAsync(places, output), cancellation);
        AnsiConsole.MarkupLineInterpolated($"Read them in [bold]{Path.GetRelativePath(Environment.CurrentDirectory, index)}[/]");
        return Success;
    }
}
