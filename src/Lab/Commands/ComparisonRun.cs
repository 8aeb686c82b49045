using System.Diagnostics;
using Lab.Display;
using Spectre.Console;
using TransferLearning;

namespace Lab.Commands;

/// <summary>Runs a comparison with a display, prints the table and writes what remains of it: report, results, models.</summary>
internal static class ComparisonRun
{
    /// <summary>Finished trainings are kept beside the report and the models that they made.</summary>
    public static RunStore StoreOf(string output) => new(Path.Combine(output, "runs"));

    public static async Task<Comparison> RunAsync(ImageFolder folder, ComparisonSettings settings, string output, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        int imageSize = settings.ImageSize ?? settings.Backbone.ImageSize;
        Directory.CreateDirectory(output);
        Comparison comparison = await ExperimentDisplay.ShowAsync(
            settings.Seeds.Count * settings.Strategies.Count,
            progress => Experiment.CompareAsync(folder, settings, progress, Save, cancellation));

        comparison = comparison with
        {
            Facts =
            [
                .. comparison.Facts,
                new("Whole run", $"{clock.Elapsed.TotalMinutes:0.0} minutes, at most {PeakMemory.Bytes / 1e9:0.0} GB of memory"),
                new("Command", "dotnet run -c Release --project src/Lab -- " + string.Join(' ', Environment.GetCommandLineArgs().Skip(1))),
            ],
        };
        ResultTable.Print(comparison);
        string results = Path.Combine(output, "results.json");
        ResultsFile.Write(results, comparison, folder.Root);
        Report report = Reports.Comparison(comparison);
        string page = Path.Combine(output, "report.html");
        report.Save(page);
        Charts.SampleGrid(comparison.Samples, comparison.Classes).Save(Path.Combine(output, "pictures.svg"));
        Charts.Comparison(comparison.Results).Save(Path.Combine(output, "accuracy.svg"));
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine(report.Headline);
        AnsiConsole.WriteLine();
        AnsiConsole.WriteLine($"{clock.Elapsed.TotalMinutes:0.0} minutes, at most {PeakMemory.Bytes / 1e9:0.0} GB of memory. Written: {page}, {results}, and beside them the charts and models.");

        return comparison;

        void Save(StrategyRun run, Strategy strategy, TransferModel model)
        {
            if (run.Seed == settings.Seeds[0])
            {
                string path = Path.Combine(output, $"{run.History.Name.Replace(' ', '-')}.safetensors");
                ModelFile.Save(model, path, imageSize, new Dictionary<string, string>
                {
                    ["strategy"] = run.History.Name,
                    ["seed"] = run.Seed.ToString(),
                    ["test_accuracy"] = run.Test.Accuracy.ToString("0.0000"),
                });
                if (strategy != settings.Strategies[^1])
                {
                    return;   // one model to predict with is enough
                }

                Split split = settings.Split(folder, run.Seed);
                using Familiarity familiarity = Familiarity.Learn(model, split.Training, split.Validation, imageSize);
                familiarity.Save(ModelFile.FamiliarityPath(path));
            }
        }
    }
}
