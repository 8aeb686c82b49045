namespace TransferLearning.Display;

/// <summary>Backbones side by side. Seconds, which differ from run to run, are left out where a page is to be kept (LESSON_STABLE_OUTPUT).</summary>
internal sealed class BackboneComparisonDisplay() : FormatterSource<BackboneComparison>(
    (MimeTypes.Html, Table),
    (MimeTypes.Text, comparison => string.Join(Environment.NewLine, comparison.Results.Select(result =>
        $"{result.Backbone}: {result.Parameters:N0} numbers, {result.Megabytes:0.0} MB, validation accuracy {result.ValidationAccuracy:0.000}, test accuracy {result.Frozen.TestAccuracy:0.000}"))))
{
    private static string Table(BackboneComparison comparison)
    {
        bool withSeconds = Environment.GetEnvironmentVariable("LESSON_STABLE_OUTPUT") is not "1";
        int seeds = comparison.Results[0].Frozen.Runs.Count;
        return HtmlTable.Of(
            title: null,
            ["backbone", "numbers", "MB", .. withSeconds ? new[] { "seconds for 1,000 pictures" } : [], "validation accuracy", "validation loss"],
            comparison.Results.Select(result => (IReadOnlyList<string>)
            [
                result.Backbone.ToString(), $"{result.Parameters:N0}", $"{result.Megabytes:0.0}",
                .. withSeconds ? new[] { $"{result.SecondsPerThousand:0.0}" } : [],
                $"{result.ValidationAccuracy:0.000}", $"{result.ValidationLoss:0.000}",
            ]),
            $"{(seeds == 1 ? "One seed" : $"Means over {seeds} seeds")}, {comparison.ValidationPictures:N0} validation pictures a seed. Frozen features, without the classifier's few numbers.");
    }
}
