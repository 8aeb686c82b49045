using System.Globalization;
using System.Reflection;
using Microsoft.DotNet.Interactive.Formatting;
using Plotly.NET;
using static TransferLearning.ChartParts;

namespace TransferLearning;

/// <summary>How a notebook shows what lessons end their cells with: each as HTML and as plain text.</summary>
/// <remarks>
/// Registered, not by attribute: a type that implements the kernel's interfaces makes Assembly.GetTypes() of this library throw wherever
/// there is no kernel.
/// </remarks>
internal static class Formatters
{
    /// <summary>Only where the kernel's assemblies are.</summary>
    internal static void Register()
    {
        Add<GenericChart>(ChartDisplay.CellHtml, chart => ChartText.Describe(GenericChart.toJson(chart)));
        Add<ImageGrid>(grid => grid.ToHtml(), grid => grid.Title);
        Add<LiveProgress.Shown>(shown => shown.Html, shown => shown.Text);
        Add<ExerciseResult>(result => $"<p>{HtmlTable.Encode(result.ToString())}</p>", result => result.ToString());
        Add<LessonSettings>(settings => Table(settings).ToHtml() + ChartDisplay.LibraryHere(), settings => Table(settings).ToText());
        Add<ImageFolder>(Table);
        Add<Split>(Table);
        Add<ImageSet>(images => HtmlTable.OfFacts(
            null, images.Classes.Zip(images.CountsByClass, (name, count) => (name, Number(count))), $"{images}"));
        Add<FolderCheck>(Table);
        Add<TrainingOptions>(Table);
        Add<Evaluation>(Table);
        Add<Comparison>(Table);
    }

    private static void Add<T>(Func<T, HtmlTable> table) => Add<T>(value => table(value).ToHtml(), value => table(value).ToText());

    private static void Add<T>(Func<T, string> html, Func<T, string> text)
    {
        Formatter.Register<T>((value, writer) => writer.Write(html(value)), HtmlFormatter.MimeType);
        Formatter.Register<T>((value, writer) => writer.Write(text(value)), PlainTextFormatter.MimeType);
        Formatter.SetPreferredMimeTypesFor(typeof(T), HtmlFormatter.MimeType, PlainTextFormatter.MimeType);
    }

    internal static HtmlTable Table(LessonSettings settings) => HtmlTable.OfFacts(null, [
        ("profile", settings.IsSample ? $"{settings.Profile}: drawings, not photographs" : settings.Profile),
        ("network", $"{settings.Backbone} at {settings.ImageSize}×{settings.ImageSize} pixels"),
        ("epochs", Number(settings.Epochs)),
        ("seed", settings.SeedCount == 1 ? $"{settings.Seed}" : $"{settings.Seed} (comparisons: {settings.SeedCount} seeds)"),
        ("device", settings.Device),
    ]);

    internal static HtmlTable Table(ImageFolder folder)
    {
        const int Named = 5;
        string? foot = folder.LeftOut.Count == 0 ? null
            : $"{Number(folder.LeftOut.Count)} left out: "
                + string.Join("; ", folder.LeftOut.Take(Named).Select(file => $"{Path.GetFileName(file.Path)} ({file.Reason})"))
                + (folder.LeftOut.Count > Named ? "; …" : ".");
        return new(null, ["class", "images"],
            [.. folder.Classes.Zip(folder.All.CountsByClass, (name, count) => (string[])[name, Number(count)])], foot);
    }

    internal static HtmlTable Table(Split split) => new(
        null, ["part", "images", .. split.Classes],
            [.. split.Parts.Select(part => (string[])[part.Name, .. part.CountsByClass.Prepend(part.Count).Select(n => Number(n))])]);

    internal static HtmlTable Table(FolderCheck check) => HtmlTable.OfFacts(
        null, check.Findings.Select(finding => (finding.What, Cure(finding))),
        check.Findings.Count == 0 ? check.ToString() : $"{Number(check.Images)} images.");

    /// <summary>What to do, and with which files.</summary>
    internal static string Cure(FolderFinding finding)
    {
        const int Named = 4;
        string more = finding.Files.Count > Named ? $" and {Number(finding.Files.Count - Named)} more" : "";
        return finding.WhatToDo + (finding.Files.Count == 0 ? "" : $" ({string.Join(", ", finding.Files.Take(Named))}{more})");
    }

    /// <summary>What always matters, and what is not as by default, by the names that a reader would write.</summary>
    internal static HtmlTable Table(TrainingOptions options)
    {
        var usual = new TrainingOptions();
        string[] always = [nameof(usual.Epochs), nameof(usual.LearningRate), nameof(usual.BatchSize), nameof(usual.Optimizer),
            nameof(usual.Schedule), nameof(usual.Seed)];
        IEnumerable<PropertyInfo> shown = typeof(TrainingOptions).GetProperties().Where(property => property.Name != nameof(usual.Name)
            && (always.Contains(property.Name) || !Equals(property.GetValue(options), property.GetValue(usual))));
        return HtmlTable.OfFacts(
            options.Name, shown.Select(property =>
                (property.Name, Convert.ToString(property.GetValue(options), CultureInfo.InvariantCulture) ?? "none")),
            "Everything else as by default.");
    }

    internal static HtmlTable Table(Evaluation evaluation) => HtmlTable.OfFacts(null,
    [
        ("accuracy", $"{Three(evaluation.Accuracy)} (95 % interval {evaluation.AccuracyInterval})"),
        ("loss", Three(evaluation.Loss)),
        .. evaluation.Auc is { } area ? new[] { ("area under the ROC curve", Three(area)) } : [],
        ("images", $"{Number(evaluation.Predictions.Count)}, {Number(evaluation.Predictions.Count - evaluation.Correct)} of them wrong"),
        ("always the largest class", Three(evaluation.MajorityAccuracy)),
    ]);

    internal static HtmlTable Table(Comparison comparison)
    {
        int seeds = comparison.Results[0].Runs.Count;
        static string Mean(StrategyResult result, Func<StrategyRun, double> figure) => Three(result.Runs.Average(figure));
        return new(
            comparison.Title,
            [
                "strategy", "training loss", "accuracy", "validation loss", "accuracy", "test loss", "accuracy", "trainable parameters",
                    "seconds", "images/s",
            ],
            [.. comparison.Results.Select(result => (string[])
            [
                result.Name, Mean(result, run => run.Training.Loss), Mean(result, run => run.Training.Accuracy),
                Mean(result, run => run.Validation.Loss), Mean(result, run => run.Validation.Accuracy),
                Three(result.TestLoss), $"{Three(result.TestAccuracy)}\n({result.TestAccuracyInterval})",
                Number(result.TrainableParameters), One(result.Seconds), Number(result.ImagesPerSecond),
            ])],
            $"{(seeds == 1 ? "One seed" : $"Means over {seeds} seeds")}; {Number(comparison.TrainingImages)} training, "
                + $"{Number(comparison.ValidationImages)} validation and {Number(comparison.TestImages)} test images"
                + $"{(seeds == 1 ? "" : " per seed")}. In brackets: {comparison.Results[0].IntervalMeaning}.");
    }

    private static string One(double value) => value.ToString("0.0", CultureInfo.InvariantCulture);
}
