using TransferLearning.Charting;

namespace TransferLearning.Reporting;

/// <summary>Puts the page of a comparison together, section by section.</summary>
internal static class ComparisonReport
{
    public static Report Build(Comparison comparison)
    {
        Conclusion conclusion = Conclusion.Of(comparison);
        string[] colors = SeriesColors.Of([.. comparison.Results.Select(r => r.Name)]);
        string style = ReportStyle.Css + string.Concat(Colors.Series.Select((c, i) => $"\n.s{i}{{--series:{c}}}"))
            + "\n@media screen and (prefers-color-scheme:dark){" + string.Concat(Colors.Series.Select((c, i) => $".s{i}{{--series:{Colors.Dark[c]}}}")) + "}";
        string title = $"Transfer learning on {comparison.Title}";

        // The policy lets nothing load and nothing run, whatever this page should come to hold.
        Html page = Html.Of($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <title>{title}</title>
            <style>{Html.Trusted(style)}</style>
            </head>
            <body>
            <main>
            <header>
            <h1>{title}</h1>
            <p class="headline">{conclusion.Headline}</p>
            {Tiles(comparison, colors)}
            </header>
            {Section("findings", "What the figures say", Html.Of($"<ul>{conclusion.Findings.Select(f => Html.Of($"<li>{f}</li>"))}</ul>"))}
            {Section("table", "The strategies side by side", ComparisonTables.Strategies(comparison))}
            {Section("accuracy", "Test accuracy", Figure(Charts.Comparison(comparison.Results)))}
            {Section("pictures", "The pictures", ReportPictures.Samples(comparison))}
            {Section("curves", "Learning curves", Curves(comparison))}
            {Section("confusion", "What was taken for what", Confusion(comparison))}
            {Roc(comparison)}
            {Section("mistakes", "Most confidently wrong", ReportPictures.Mistakes(comparison))}
            {Section("made", "How it was made", ComparisonTables.Making(comparison))}
            </main>
            </body>
            </html>

            """);
        return new Report(title, conclusion.Headline, conclusion.Findings, page.ToString());
    }

    /// <summary>"s3": the class that gives an element the colour of a series.</summary>
    internal static string SeriesClass(string color) => $"s{Math.Max(0, Colors.Series.ToList().IndexOf(color))}";

    private static Html Section(string id, string heading, Html content) => Html.Of($"""
        <section id="{id}" aria-labelledby="{id}-heading">
        <h2 id="{id}-heading">{heading}</h2>
        {content}
        </section>
        """);

    private static Html Figure(Chart chart) => Html.Of($"<figure><div class=\"chart\">{Html.Svg(chart)}</div></figure>\n");

    private static Html Tiles(Comparison comparison, string[] colors) => Html.Of($"""
        <div class="tiles">{comparison.Results.Select((r, i) => Html.Of($"""
        <div class="tile {SeriesClass(colors[i])}"><span class="name">{Words.Capital(r.Name)}</span><b>{Words.Percent(r.TestAccuracy)}</b><span>{Spread.Of(r).ToString()}</span><span>{Words.Count(r.TrainableParameters, "parameter")} trained</span></div>
        """))}</div>
        """);

    private static Html Curves(Comparison comparison)
    {
        var figures = new List<Html>();
        if (comparison.Results.Count > 1)
        {
            figures.Add(Figure(Charts.OverlaidCurves([.. comparison.Results.Select(r => r.Runs[0].History with { Name = r.Name })])));
        }

        foreach (StrategyResult result in comparison.Results)
        {
            StrategyRun run = result.Runs[0];
            History own = run.History with { Name = result.Name };

            // Fine-tuning goes on where the frozen training of the same seed ended.
            History? before = result.Strategy == Strategy.FineTuned
                ? comparison.Results.FirstOrDefault(r => r.Strategy == Strategy.Frozen)?.Runs.FirstOrDefault(r => r.Seed == run.Seed)?.History
                : null;
            figures.Add(Figure(before is null ? Charts.TrainingCurves(own) : Charts.TrainingCurves(before with { Name = "frozen" }, own)));
        }

        return Html.Of($"{SeedNote(comparison)}{figures}");
    }

    private static Html Confusion(Comparison comparison)
    {
        bool narrow = comparison.Classes.Count <= 3;
        IEnumerable<Html> figures = comparison.Results.Select(r => Figure(Charts.ConfusionMatrix(r.Runs[0].Test, Words.Capital(r.Name))));
        return narrow ? Html.Of($"{SeedNote(comparison)}<div class=\"pair\">{figures}</div>") : Html.Of($"{SeedNote(comparison)}{figures}");
    }

    private static Html Roc(Comparison comparison) => comparison.Classes.Count != 2 ? Html.Empty : Section(
        "roc", "Every threshold", Html.Of($"{SeedNote(comparison)}{Figure(Charts.Roc([.. comparison.Results.Select(r => (r.Name, r.Runs[0].Test))]))}"));

    private static Html SeedNote(Comparison comparison) => comparison.Results.All(r => r.Runs.Count == 1)
        ? Html.Empty
        : Html.Of($"<p class=\"note\">Of the first run of each strategy (seed {comparison.Results[0].Runs[0].Seed}).</p>\n");
}
