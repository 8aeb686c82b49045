using TransferLearning.Charting;

namespace TransferLearning.Reporting;

/// <summary>The pictures of a report, in rows that follow the width of the screen.</summary>
internal static class ReportPictures
{
    private const int Size = 160;
    private const int MistakesEach = 12;

    public static Html Samples(Comparison comparison)
    {
        string counts = $"{comparison.TrainingPictures:#,0} for training, {comparison.ValidationPictures:#,0} for validation, {comparison.TestPictures:#,0} for the test";
        return Html.Of($"""
            <p>{Words.Capital(Words.List(comparison.Classes))}: {counts}{(comparison.Results.Any(r => r.Runs.Count > 1) ? ", each seed its own split" : "")}. Some of the training pictures:</p>
            {Grid(comparison.Samples.Select(p => Figure(p.Path, ClassName(comparison.Classes, p.Label), Html.Empty, Colors.OfSeries(p.Label), 1)))}
            """);
    }

    public static Html Mistakes(Comparison comparison) => Html.Join(comparison.Results.Select(result =>
    {
        Evaluation test = result.Runs[0].Test;
        IReadOnlyList<PictureScore> all = test.Mistakes;
        PictureScore[] worst = [.. all.Take(MistakesEach)];
        string seed = comparison.Results.Any(r => r.Runs.Count > 1) ? $" (seed {result.Runs[0].Seed})" : "";
        string note = all.Count == 0 ? $"Not one of {Words.Count(test.Scores.Count, "test picture")} is told wrong{seed}."
            : $"{Words.Count(all.Count, "mistake")} in {Words.Count(test.Scores.Count, "test picture")}{seed}{(worst.Length < all.Count ? $", the worst {worst.Length}" : "")}: what the model says, how sure it is, and the truth.";
        return Html.Of($"""
            <h3>{Words.Capital(result.Name)}</h3>
            <p class="note">{note}</p>
            {Grid(worst.Select(s => Figure(
                s.Picture.Path,
                $"{ClassName(test.Classes, s.Predicted)} {Words.Percent(s.Confidence)}",
                Html.Of($"truth: {ClassName(test.Classes, s.Picture.Label)}<small>{Path.GetFileName(s.Picture.Path)}</small>"),
                Colors.Vermilion,
                s.Confidence)))}
            """);
    }));

    private static string ClassName(IReadOnlyList<string> classes, int label) =>
        label >= 0 && label < classes.Count ? classes[label] : $"class {label}";

    private static Html Grid(IEnumerable<Html> figures) => Html.Of($"<div class=\"pictures\">{figures}</div>\n");

    private static Html Figure(string path, string caption, Html detail, string color, double part)
    {
        Html picture = Thumbnail.DataUri(path, Size) is { } uri
            ? Html.Of($"<img src=\"{uri}\" alt=\"{caption}\" width=\"{Size}\" height=\"{Size}\">")
            : Html.Of($"<div class=\"gone\" role=\"img\" aria-label=\"{caption}; the file could not be read\"></div>");
        int percent = (int)Math.Round(100 * Math.Clamp(part, 0, 1));
        return Html.Of($"""
            <figure>{picture}<span class="gauge {ComparisonReport.SeriesClass(color)}"><i style="width:{percent}%"></i></span><figcaption><b>{caption}</b>{detail}</figcaption></figure>
            """);
    }
}
