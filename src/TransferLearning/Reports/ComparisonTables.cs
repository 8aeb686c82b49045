using TransferLearning.Charting;

namespace TransferLearning.Reporting;

/// <summary>The tables of a comparison: the strategies, the single runs, and how it was made.</summary>
internal static class ComparisonTables
{
    public static Html Strategies(Comparison comparison)
    {
        bool area = comparison.Classes.Count == 2;
        IEnumerable<Html> rows = comparison.Results.Select(r => Html.Of($"""
            <tr><th scope="row">{Words.Capital(r.Name)}</th><td>{r.TrainableParameters.ToString("#,0")}</td>
            <td>{Mean(r, e => e.TrainingLoss, Words.Decimal)}</td><td>{Mean(r, e => e.TrainingAccuracy, v => Words.Percent(v))}</td>
            <td>{Mean(r, e => e.ValidationLoss, Words.Decimal)}</td><td>{Mean(r, e => e.ValidationAccuracy, v => Words.Percent(v))}</td>
            <td>{Words.Decimal(r.TestLoss)}</td><td><b>{Words.Percent(r.TestAccuracy)}</b><br><small>{Spread.Of(r).ToString()}</small></td>
            {(area ? Html.Of($"<td>{Words.Decimal(Area(r))}</td>") : Html.Empty)}
            <td>{r.Seconds.ToString("#,0.0")}</td><td>{r.PicturesPerSecond.ToString("#,0")}</td></tr>
            """));
        string intervals = string.Join("; ", comparison.Results.Select(r => Spread.Of(r).Meaning).Distinct());
        int seeds = comparison.Results.Max(r => r.Runs.Count);
        return Html.Of($"""
            <div class="scroll" tabindex="0" role="region" aria-label="The strategies side by side"><table>
            <thead>
            <tr><th rowspan="2" scope="col">Strategy</th><th rowspan="2" scope="col">Trainable<br>parameters</th><th colspan="2" scope="colgroup">Training</th><th colspan="2" scope="colgroup">Validation</th><th colspan="{(area ? 3 : 2)}" scope="colgroup">Test</th><th rowspan="2" scope="col">Seconds</th><th rowspan="2" scope="col">Pictures<br>per second</th></tr>
            <tr><th scope="col">loss</th><th scope="col">accuracy</th><th scope="col">loss</th><th scope="col">accuracy</th><th scope="col">loss</th><th scope="col">accuracy</th>{(area ? Html.Of($"<th scope=\"col\">AUC</th>") : Html.Empty)}</tr>
            </thead>
            <tbody>
            {rows}</tbody>
            </table></div>
            <p class="note">{(seeds > 1 ? $"Means over {seeds} seeds. " : "")}Training and validation: of the epoch whose weights were tested; the training figures as seen while the weights were moving. Under the test accuracy: {intervals}. Loss: cross-entropy in nats, {Words.Decimal(Math.Log(Math.Max(1, comparison.Classes.Count)))} for guessing.</p>
            """);
    }

    public static Html Making(Comparison comparison)
    {
        IEnumerable<Html> facts = comparison.Facts.Select(f => Html.Of($"<dt>{f.Key}</dt><dd>{f.Value}</dd>"));
        IEnumerable<Html> runs = comparison.Results.SelectMany(r => r.Runs.Select(run => Html.Of($"""
            <tr><th scope="row">{Words.Capital(r.Name)}</th><td>{run.Seed}</td><td>{run.History.KeptEpoch} of {run.History.Epochs.Count}</td><td>{Words.Decimal(run.Test.Loss)}</td><td>{run.Test.Right} of {run.Test.Scores.Count}</td><td>{Words.Percent(run.Test.Accuracy)}</td><td>{Words.PercentRange(run.Test.AccuracyInterval.Low, run.Test.AccuracyInterval.High)}</td><td>{Words.Duration(run.Seconds)}</td></tr>

            """)));
        return Html.Of($"""
            <dl>{facts}</dl>
            <h3>Every run</h3>
            <div class="scroll" tabindex="0" role="region" aria-label="Every run"><table>
            <thead><tr><th scope="col">Strategy</th><th scope="col">Seed</th><th scope="col">Epoch tested</th><th scope="col">Test loss</th><th scope="col">Right</th><th scope="col">Accuracy</th><th scope="col">Wilson interval</th><th scope="col">Time</th></tr></thead>
            <tbody>
            {runs}</tbody>
            </table></div>
            <p class="note">Intervals hold 95 %: Wilson’s score interval for one test set; Student’s t for a mean over three seeds or more, the range for two.
            Two strategies are called different where chance alone would seldom (under 5 %) part them so far: by Student’s interval of their paired differences
            over three seeds or more, else by the exact McNemar test on the pictures that only one of them gets right. Epochs are chosen by the validation pictures; the test pictures choose nothing.</p>
            """);
    }

    /// <summary>The mean over the seeds of a figure of the epoch kept; a dash where no run has an epoch.</summary>
    private static string Mean(StrategyResult result, Func<EpochResult, double> figure, Func<double, string> write)
    {
        double[] values = [.. result.Runs.Where(r => r.History.KeptEpoch > 0).Select(r => figure(r.History.Kept))];
        return values.Length == 0 ? "–" : write(values.Average());
    }

    private static double Area(StrategyResult result) => result.Runs.Average(r => r.Test.Auc ?? double.NaN);
}
