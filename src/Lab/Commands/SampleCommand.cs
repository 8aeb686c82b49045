using System.CommandLine;
using System.Diagnostics;
using Lab.Display;
using Spectre.Console;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab sample</c>: the comparison on the embedded sample, offline, in a minute or two.</summary>
internal static class SampleCommand
{
    public static Command Create()
    {
        var seeds = new Option<int>("--seeds") { Description = "How many whole comparisons of the sample to run.", DefaultValueFactory = _ => SampleProfile.SeedCount };
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for report.html, results.json and the trained models.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Repository.Root, "results")),
            HelpName = "DIR",
        };
        var fresh = new Option<bool>("--fresh") { Description = "Train anew, also what an earlier run has left in the output folder." };
        var command = new Command("sample", "The three-way comparison on drawn cats and dogs: table, report and models.") { seeds, fresh, output };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(seeds), parsed.GetValue(fresh), parsed.GetValue(output)!.FullName, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(int seeds, bool fresh, string output, CancellationToken cancellation)
    {
        if (seeds < 1)
        {
            throw new UserMistakeException($"--seeds is {seeds}; give a number of at least 1.");
        }

        AnsiConsole.MarkupLine("[bold]The sample:[/] drawn cats and dogs, and a small network pre-trained on 46 other drawn things. These are drawings, not photographs.");
        var clock = Stopwatch.StartNew();
        ImageFolder folder = await StepDisplay.ShowAsync(progress => Task.Run(() => SampleProfile.Open(progress, cancellation), cancellation));
        AnsiConsole.WriteLine($"{folder.Pictures.Count:N0} drawings in {Path.GetRelativePath(Environment.CurrentDirectory, SampleProfile.Folder)} ({clock.Elapsed.TotalSeconds:0.0} s{(clock.Elapsed.TotalSeconds < 2 ? ", found from an earlier run" : "")})");
        ComparisonSettings settings = SampleProfile.Settings;
        settings = settings with { Store = fresh ? null : ComparisonRun.StoreOf(output), Seeds = [.. Enumerable.Range(SampleProfile.FirstSeed, seeds)] };
        await ComparisonRun.RunAsync(folder, settings, output, cancellation);
        AnsiConsole.WriteLine();
        AnsiConsole.MarkupLine("[bold]What next?[/] (each after [grey]dotnet run -c Release --project src/Lab --[/])");
        AnsiConsole.MarkupLine("  predict PICTURE…                            ask the fine-tuned model about a picture");
        AnsiConsole.MarkupLine("  compare --data DIR --weights FILE           your own folder of pictures, one sub-folder per class");
        AnsiConsole.MarkupLine("  fetch                                       the real photographs and ImageNet weights of the experiment");
        AnsiConsole.MarkupLine("A GPU takes the build against the published packages: README.md, \"Other builds\".");
        return 0;
    }
}
