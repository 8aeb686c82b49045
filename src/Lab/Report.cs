using System.Text;
using Lab.Notebooks.Pages;
using Plotly.NET;
using TransferLearning;

namespace Lab;

/// <summary>A comparison as one page that needs nothing else, made of the tables and charts that lesson 4 shows.</summary>
internal static class Report
{
    public static void Write(string path, Comparison comparison, FolderCheck? check)
    {
        string title = $"Transfer learning on {comparison.Title}";
        StringBuilder body = new();
        body.Append($"<h1>{HtmlTable.Encode(title)}</h1>\n");
        body.Append($"<p><strong>{HtmlTable.Encode(comparison.Conclusions[0])}</strong></p>\n<ul>");
        body.AppendJoin("", comparison.Conclusions.Skip(1).Select(sentence => $"<li>{HtmlTable.Encode(sentence)}</li>")).Append("</ul>\n");
        if (check?.Findings.Count > 0)
        {
            Section("What the folder's check found", Formatters.Table(check).ToHtml());
        }

        Evaluation[] tests = [.. comparison.Results.Select(result => result.Runs[0].Test)];
        (string Name, Evaluation Test)[] models = [.. comparison.Results.Select(result => result.Name).Zip(tests)];
        string ofFirst = comparison.Results[0].Runs.Count > 1 ? $" (seed {comparison.Results[0].Runs[0].Seed})" : "";
        HtmlTable table = Formatters.Table(comparison) with { Title = null };
        Section("The strategies side by side", table.ToHtml(), Html(Charts.Comparison(comparison)));
        string together = Html(Charts.OverlaidCurves([.. comparison.Results.Select(Last)]));
        Section($"Learning curves{ofFirst}", [together, .. comparison.Results.Select(Stages)]);
        Section($"Confusion{ofFirst}", [.. models.Select(model => Html(Charts.ConfusionMatrix(model.Test, model.Name)))]);
        if (comparison.Classes.Count == 2)
        {
            Section($"Every threshold{ofFirst}", Html(Charts.Roc(models)));
        }

        Section($"Most confident mistakes of {comparison.Results[^1].Name}{ofFirst}", ImageGrid.Mistakes(tests[^1]).ToHtml());
        Section("How it was made", HtmlTable.OfFacts(null, comparison.Facts.Select(fact => (fact.Key, fact.Value))).ToHtml());
        WholeFile.Write(path, part => File.WriteAllText(part, NotebookPage.Document(title, body.ToString())));

        void Section(string heading, params IEnumerable<string> parts) =>
            body.Append($"<h2>{HtmlTable.Encode(heading)}</h2>\n")
                .AppendJoin("", parts.Select(part => $"<div style=\"overflow-x:auto\">{part}</div>\n"));
    }

    private static History Last(StrategyResult result) => result.Runs[0].Stages[^1] with { Name = result.Name };

    private static string Stages(StrategyResult result) => Html(Charts.TrainingCurves([.. result.Runs[0].Stages]));

    private static string Html(GenericChart chart) => ChartDisplay.Html(GenericChart.toJson(chart));
}
