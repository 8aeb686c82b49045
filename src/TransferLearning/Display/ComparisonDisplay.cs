namespace TransferLearning.Display;

/// <summary>The strategies side by side. Seconds, which differ from run to run, are left out where a page is to be kept (LESSON_STABLE_OUTPUT).</summary>
internal sealed class ComparisonDisplay() : FormatterSource<Comparison>(
    (MimeTypes.Html, Table),
    (MimeTypes.Text, comparison => string.Join(Environment.NewLine, comparison.Results.Select(result =>
        $"{result.Name}: test accuracy {result.TestAccuracy:0.000} ({result.TestAccuracyInterval})"))))
{
    private static string Table(Comparison comparison)
    {
        bool withSeconds = Environment.GetEnvironmentVariable("LESSON_STABLE_OUTPUT") is not "1";
        int seeds = comparison.Results[0].Runs.Count;
        return HtmlTable.Of(
            title: null,
            ["strategy", "numbers that learn", "test accuracy", "95 % interval", "test loss", .. withSeconds ? new[] { "seconds" } : []],
            comparison.Results.Select(result => (IReadOnlyList<string>)
            [
                result.Name, $"{result.TrainableParameters:N0}", $"{result.TestAccuracy:0.000}", $"{result.TestAccuracyInterval}", $"{result.TestLoss:0.000}",
                .. withSeconds ? new[] { $"{result.Seconds:0.0}" } : [],
            ]),
            $"{(seeds == 1 ? "One seed" : $"Means over {seeds} seeds")}; {comparison.TrainingPictures:N0} training, {comparison.ValidationPictures:N0} validation and {comparison.TestPictures:N0} test pictures a seed.");
    }
}
