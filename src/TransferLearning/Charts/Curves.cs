using Plotly.NET;
using static TransferLearning.ChartExtensions;
using static TransferLearning.ChartParts;
using Chart = Plotly.NET.CSharp.Chart;

namespace TransferLearning;

/// <summary>What people look at. Each returns a Plotly.NET figure that can be changed further.</summary>
public static partial class Charts
{
    /// <summary>Loss and accuracy over epochs; several histories are stages of one training that follow each other.</summary>
    public static GenericChart TrainingCurves(params IReadOnlyList<History> stages)
    {
        EpochResult[] all = [.. stages.SelectMany(stage => stage.Epochs).Select((epoch, i) => epoch with { Epoch = i + 1 })];
        int[] starts = [.. stages.Select((_, i) => stages.Take(i).Sum(stage => stage.Epochs.Count))];

        // What the model holds now is the last stage's best epoch.
        int kept = starts[^1] + stages[^1].BestEpoch;
        EpochResult final = all[kept - 1];
        string words = all is not [var first, .., var last] ? ""
            : $"In {all.Length} epochs the validation accuracy goes from {Percent(first.ValidationAccuracy)} "
                + $"to {Percent(last.ValidationAccuracy)}, "
                + $"the validation loss from {Three(first.ValidationLoss)} to {Three(last.ValidationLoss)}; "
                + $"the training accuracy ends at {Percent(last.TrainingAccuracy)}, the training loss at {Three(last.TrainingLoss)}.";
        GenericChart chart = Panels(
            $"Training: {string.Join(", then ", stages.Select(stage => Escape(stage.Name)))}",
            $"○ kept: epoch {kept}, validation accuracy {Percent(final.ValidationAccuracy)}, loss {Three(final.ValidationLoss)}",
            words,
            [new("training", Palette.Grey, all, IsTraining: true), new("validation", Palette.Blue, all, Kept: kept)],
            room: stages.Count > 1 ? 15 : 0);
        for (int i = 1; i < stages.Count; i++)
        {
            for (int panel = 1; panel <= 2; panel++)
            {
                chart = chart.Rule(x: starts[i] + 0.5, panel: panel).Note(
                    $"→ {Escape(stages[i].Name)}", starts[i] + 0.5, 1, Palette.Muted, ("xref", $"x{panel}"), ("yref", $"y{panel} domain"),
                    ("yanchor", "bottom"), ("yshift", 4), ("xshift", -4));
            }
        }

        return chart;
    }

    /// <summary>Validation curves of several trainings over each other; training curves dashed behind them.</summary>
    public static GenericChart OverlaidCurves(params IReadOnlyList<History> trainings)
    {
        string[] colors = Colors([.. trainings.Select(training => training.Name)]);
        return Panels(
            "Learning curves side by side",
            "solid: validation, dashed: training, ○ the epoch that is kept",
            "Validation accuracy: " + List(trainings.Select(training =>
                $"{training.Name} {Percent(training.Final.ValidationAccuracy)} after epoch {training.BestEpoch}")),
            [
                .. trainings.Select((one, i) => new Curve(one.Name, colors[i], one.Epochs, IsTraining: true, IsNamed: false, Series: i)),
                .. trainings.Select((one, i) => new Curve(one.Name, colors[i], one.Epochs, Kept: one.BestEpoch, Series: i)),
            ]);
    }

    private sealed record Curve(
        string Name, string Color, IReadOnlyList<EpochResult> Epochs, bool IsTraining = false, bool IsNamed = true, int? Kept = null,
        int? Series = null)
    {
        public string Label => Series is { } series ? Signed(series, Name) : Name;

        public double[] X => [.. Epochs.Select(epoch => (double)epoch.Epoch)];

        public double[] Loss => [.. Epochs.Select(epoch => IsTraining ? epoch.TrainingLoss : epoch.ValidationLoss)];

        public double[] Accuracy => [.. Epochs.Select(epoch => IsTraining ? epoch.TrainingAccuracy : epoch.ValidationAccuracy)];
    }

    /// <summary>Losses on the left, accuracies on the right.</summary>
    private static GenericChart Panels(string title, string subtitle, string words, IReadOnlyList<Curve> curves, int room = 0)
    {
        const int Left = 52, Bottom = 50, Plot = 190;
        int last = (int)Math.Max(1, curves.SelectMany(curve => curve.X).DefaultIfEmpty(1).Max());
        (double lossLow, double lossHigh, bool isLog) = LossRange(curves.SelectMany(curve => curve.Loss));
        (double low, double high) = AccuracyRange(curves.SelectMany(curve => curve.Accuracy));
        double right = curves.Where(curve => curve.IsNamed).Select(curve => Width(curve.Label)).DefaultIfEmpty(0).Max() + 18;
        double gap = (right + 50) / (720 - Left - right), width = (1 - gap) / 2;

        List<GenericChart> lines = [];
        for (int panel = 1; panel <= 2; panel++)
        {
            foreach (Curve curve in curves)
            {
                double[] y = panel == 1 ? curve.Loss : curve.Accuracy;
                lines.Add(Chart.Line(curve.X, y, Escape(curve.Name), curve.Color, curve.IsTraining, markers: y.Length == 1).OnPanel(panel));
                if (curve.Series is { } series && y.Length > 1)
                {
                    // A few marks, each series at other epochs, so that lines that cover each other are told apart.
                    int step = Math.Max(1, last / 5);
                    int[] marked = [.. Enumerable.Range(0, y.Length).Where(i => i % step == series % step)];
                    lines.Add(Chart.Points(
                        marked.Select(i => curve.X[i]), marked.Select(i => y[i]), null, curve.Color, curve.IsTraining ? 6 : 7.5,
                        Symbols[series % Symbols.Count].Name + (curve.IsTraining ? "-open" : "")).OnPanel(panel));
                }

                if (curve.Kept is { } kept)
                {
                    lines.Add(Chart.Points([kept], [y[kept - 1]], null, curve.Color, 9, "circle-open").OnPanel(panel));
                }
            }
        }

        (string, object?)[] epochs =
        [
            ("range", new[] { 1 - (0.02 * last), last + (0.02 * last) }), ("showgrid", false), ("showline", true),
            ("linecolor", Palette.Line),
            ("tick0", 0), ("dtick", last switch { <= 8 => 1, <= 12 => 2, <= 30 => 5, _ => Math.Max(10, last / 50 * 10) }),
        ];
        IEnumerable<(string, double, string)> Ends(Func<Curve, double[]> of, bool isLog) =>
            curves.Where(curve => curve.IsNamed && curve.Epochs.Count > 0)
            .Select(curve => (curve.Label, isLog ? Math.Log10(of(curve)[^1]) : of(curve)[^1], curve.Color));
        return Chart.Combine(lines)
            .Titled(title, subtitle).Described(words)
            .Framed(720, 84 + room + Plot + Bottom, Left, right, top: 84 + room, Bottom)
            .XAxis(1, "epoch", [.. epochs, ("domain", new[] { 0, width })])
            .XAxis(2, "epoch", [.. epochs, ("domain", new[] { width + gap, 1 })])
            .YAxis(1, "", ("type", isLog ? "log" : "linear"), ("range", new[] { lossLow, lossHigh }), ("nticks", 6),
                ("dtick", isLog ? 1 : null))
            .YAxis(2, "", ("range", new[] { low, high }), ("tickformat", ".0%"), ("nticks", 7))
            .PanelTitle("Loss", 1, room).PanelTitle("Accuracy", 2, room)
            .EndNames(Ends(curve => curve.Loss, isLog), lossLow, lossHigh, Plot, 1)
            .EndNames(Ends(curve => curve.Accuracy, isLog: false), low, high, Plot, 2);
    }
}
