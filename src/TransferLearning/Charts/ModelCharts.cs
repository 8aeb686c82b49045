using Plotly.NET;
using TorchSharp;
using static TorchSharp.torch;
using static TransferLearning.ChartExtensions;
using static TransferLearning.ChartParts;
using Chart = Plotly.NET.CSharp.Chart;

namespace TransferLearning;

/// <content>Models beside each other: what they rank, what they see, what they cost.</content>
public static partial class Charts
{
    private static readonly string[] s_symbols = ["circle", "triangle-up", "square", "diamond", "cross", "x"];

    /// <summary>ROC curves for two classes, the upper left corner once more, enlarged.</summary>
    public static GenericChart Roc(params IReadOnlyList<(string Name, Evaluation Evaluation)> models)
    {
        if (models.FirstOrDefault(model => model.Evaluation.Classes.Count != 2) is { Name: { } odd, Evaluation.Classes.Count: var classes })
        {
            throw new UserMistakeException(
                $"A ROC curve is for two classes, and “{odd}” has {classes}: show Charts.ConfusionMatrix instead.");
        }

        string[] colors = Colors([.. models.Select(model => model.Name)]);
        string negative = Escape(models[0].Evaluation.Classes[0]), positive = Escape(models[0].Evaluation.Classes[1]);
        bool hasCorner = models.Any(model => model.Evaluation.Auc > 0.9);
        List<GenericChart> lines = [Chart.Line([0, 1], [0, 1], null, Palette.Line, dashed: true)];
        for (int i = 0; i < models.Count; i++)
        {
            (double[] falsePositive, double[] truePositive) = RocCurve(models[i].Evaluation.Predictions);
            for (int panel = 1; panel <= (hasCorner ? 2 : 1); panel++)
            {
                lines.Add(Chart.Line(falsePositive, truePositive, Escape(models[i].Name), colors[i]).OnPanel(panel));
            }
        }

        (string, object?)[] axis = [("tickformat", ".0%"), ("showline", true), ("linecolor", Palette.Line)];
        int width = hasCorner ? 720 : 440;
        string[] subtitle = Lines("area: the chance that of two images, one of each class, the right one scores higher; dashed: guessing",
            width);
        GenericChart chart = Chart.Combine(lines)
            .Titled($"ROC curve: telling {positive} from {negative}", string.Join("<br>", subtitle))
            .Described("Area under the ROC curve: " + List(models.Select(model => $"{model.Name} {Three(model.Evaluation.Auc ?? 0)}")))
            .Sized(width, 380 + (18 * subtitle.Length))
            .Layout(("showlegend", false), ("margin", Of(("l", 64), ("r", 24), ("t", 52 + (18 * subtitle.Length)), ("b", 54))))
            .XAxis(1, $"{negative} taken for {positive} (false positives)",
                [.. axis, ("range", new[] { 0, 1 }), ("domain", new[] { 0, hasCorner ? 0.46 : 1 })])
            .YAxis(1, $"{positive} found (true positives)", [.. axis, ("range", new[] { 0, 1.005 })]);
        for (int i = 0; i < models.Count; i++)
        {
            // The lower right is empty unless a model is worse than guessing.
            chart = chart.Note(
                $"{Escape(models[i].Name)}: area {Three(models[i].Evaluation.Auc ?? 0)}", 0.98, 0.06
                    + (0.065 * (models.Count - 1 - i)), colors[i], ("xanchor", "right"), ("xshift", 0));
        }

        return !hasCorner ? chart : chart
            .XAxis(2, "the corner, enlarged", [.. axis, ("range", new[] { 0, 0.1 }), ("domain", new[] { 0.57, 1 }), ("nticks", 6)])
            .YAxis(2, "", [.. axis, ("range", new[] { 0.9, 1.0005 }), ("nticks", 6)]);
    }

    /// <summary>
    /// Share of false positives and of true positives at every threshold, strictest first; equal scores share a threshold.
    /// </summary>
    internal static (double[] FalsePositive, double[] TruePositive) RocCurve(IReadOnlyList<Prediction> predictions)
    {
        // One logit speaks for the second class; of two, their difference does. Probabilities would saturate.
        static float Score(Prediction prediction) => prediction.Logits is [var first, var second] ? second - first : prediction.Logits[0];
        double positives = Math.Max(1, predictions.Count(prediction => prediction.Image.Label == 1));
        double negatives = Math.Max(1, predictions.Count(prediction => prediction.Image.Label == 0));
        List<double> x = [0], y = [0];
        foreach (IGrouping<float, Prediction> step in predictions.GroupBy(Score).OrderByDescending(group => group.Key))
        {
            x.Add(x[^1] + (step.Count(prediction => prediction.Image.Label == 0) / negatives));
            y.Add(y[^1] + (step.Count(prediction => prediction.Image.Label == 1) / positives));
        }

        return ([.. x], [.. y]);
    }

    /// <summary>
    /// Features along their two main directions (PCA by torch.linalg.svd), one panel for each network. At most 1,000 images, evenly chosen.
    /// </summary>
    public static GenericChart Embedding(IReadOnlyList<string> classes, params IReadOnlyList<(string Name, Examples Features)> networks)
    {
        double gap = 0.08, width = (1 - (gap * (networks.Count - 1))) / networks.Count;
        List<GenericChart> points = [];
        List<double[]> shares = [];
        for (int panel = 1; panel <= networks.Count; panel++)
        {
            (float[] first, float[] second, long[] labels, double[] share) = PrincipalComponents(networks[panel - 1].Features);
            shares.Add(share);
            for (int label = 0; label < classes.Count; label++)
            {
                int[] own = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == label)];
                string color = Palette.OfSeries(label) + "b3", symbol = s_symbols[label % s_symbols.Length];
                points.Add(Chart.Points(
                    own.Select(i => first[i]), own.Select(i => second[i]), Escape(classes[label]), color, 6, symbol).OnPanel(panel));
            }
        }

        string[] signs = ["●", "▲", "■", "◆", "✚", "✖"];
        string legend = string.Join("   ",
            classes.Select((name, label) =>
                $"<span style=\"color:{Palette.OfSeries(label)}\"><b>{signs[label % signs.Length]} {Escape(name)}</b></span>"));
        (string, object?)[] axis = [("showgrid", false), ("tickvals", Array.Empty<double>()), ("showline", true),
            ("linecolor", Palette.Line)];
        GenericChart chart = Chart.Combine(points)
            .Titled("How the network arranges the images",
                $"each point an image, by the two directions in which its features differ most<br>{legend}")
            .Described($"Features of {List(classes)} along their two main directions, which hold "
                + List(networks.Select((network, i) => $"{Percent(shares[i].Sum(), 0)} of the variance ({network.Name})")))
            .Sized(networks.Count == 1 ? 520 : 720, 418)
            .Layout(("showlegend", false), ("margin", Of(("l", 40), ("r", 24), ("t", 106), ("b", 52))));
        for (int panel = 1; panel <= networks.Count; panel++)
        {
            double start = (panel - 1) * (width + gap);
            chart = chart.PanelTitle(Escape(networks[panel - 1].Name), panel)
                .XAxis(panel, "",
                    [.. axis, Title($"first direction, {Percent(shares[panel - 1][0], 0)} of the variance"),
                        ("domain", new[] { start, start + width })])
                .YAxis(panel, "", [.. axis, Title($"second, {Percent(shares[panel - 1][1], 0)}")]);
        }

        return chart;

        // Without numbers at an axis plotly.js puts a title that has a standoff on the wrong side.
        static (string, object?) Title(string text) => ("title", Of(("text", text), ("font", Of(("size", 12), ("color", Palette.Muted)))));
    }

    /// <summary>Coordinates along the two main directions, and the share of the variance that each holds.</summary>
    internal static (float[] First, float[] Second, long[] Labels, double[] Shares) PrincipalComponents(Examples features)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor rows = linspace(0, features.Count - 1, Math.Min(1000, features.Count)).round().to(int64);
        Tensor inputs = features.Inputs.cpu().index_select(0, rows).to(float32);
        Tensor x = (inputs.dim() == 4 ? inputs.mean([2, 3]) : inputs.flatten(1)).contiguous();
        (Tensor u, Tensor s, Tensor vh) = linalg.svd(x - x.mean([0]), fullMatrices: false);

        // A direction's sign is a matter of chance: its largest number is made positive.
        Tensor signs = vh.gather(1, vh.abs().argmax(1, keepdim: true)).sign().flatten();
        Tensor places = u * s * signs, variance = s.square();
        float[] Column(int i) => i < places.shape[1] ? [.. places.select(1, i).contiguous().data<float>()] : new float[places.shape[0]];
        double[] shares = [.. Enumerable.Range(0, 2)
            .Select(i => i < places.shape[1] ? (variance[i] / variance.sum().clamp_min(1e-12)).ToDouble() : 0)];
        return (Column(0), Column(1), [.. features.Labels.cpu().index_select(0, rows).data<long>()], shares);
    }

    /// <summary>Test accuracy of each backbone against its seconds per 1,000 images; the larger the dot, the more megabytes.</summary>
    public static GenericChart Backbones(IReadOnlyList<BackboneResult> results)
    {
        const int Left = 64, Right = 24, Bottom = 50, Width = 720, Plot = 300;
        string[] subtitle =
        [
            "higher is better, further left is faster, a larger dot has more megabytes; dashed: nothing beats these in both",
            .. Lines("whiskers: " + string.Join("; ", results.Select(result => result.Result.IntervalMeaning).Distinct())),
        ];
        int top = 56 + (18 * subtitle.Length);
        BackboneResult[] sorted = [.. results.OrderBy(result => result.SecondsPerThousandImages)];
        double[] seconds = [.. sorted.Select(result => Math.Log10(result.SecondsPerThousandImages))];
        double[] accuracies = [.. sorted.Select(result => result.Result.TestAccuracy)];
        Interval[] intervals = [.. sorted.Select(result => result.Result.TestAccuracyInterval)];
        double largest = sorted.Max(result => result.Megabytes), span = Math.Max(0.3, seconds[^1] - seconds[0]);
        double from = seconds[0] - (0.18 * span), to = seconds[^1] + (0.3 * span);
        double low = Math.Max(0, intervals.Min(interval => interval.Low) - 0.02);
        double high = Math.Min(1.01, intervals.Max(interval => interval.High) + 0.02);
        double[] coarse = Ticks([1, 2, 5]), ticks = coarse.Length > 2 ? coarse : Ticks([1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8]);
        double[] sizes = [.. sorted.Select(result => 9 + (17 * Math.Sqrt(result.Megabytes / largest)))];

        // What nothing beats in both.
        int[] unbeaten = [.. Enumerable.Range(0, sorted.Length).Where(i => accuracies.Take(i).All(faster => faster < accuracies[i]))];
        IEnumerable<GenericChart> dots = sorted.Select((result, i) => Chart.Trace(
            "scatter", ("x", new[] { result.SecondsPerThousandImages }), ("y", new[] { accuracies[i] }),
            ("name", Escape(result.Backbone.ToString())), ("mode", "markers"), ("showlegend", false),
            ("marker", Of(("size", sizes[i]), ("color", Palette.OfSeries(i)), ("opacity", 0.85))),
            ("error_y", Whiskers([accuracies[i]], [intervals[i]], Palette.OfSeries(i)))));
        GenericChart front = Chart.Line(
            unbeaten.Select(i => sorted[i].SecondsPerThousandImages), unbeaten.Select(i => accuracies[i]), null, Palette.Line,
                dashed: true);
        GenericChart chart = Chart.Combine([front, .. dots])
            .Titled("What a backbone is worth, and what it costs", string.Join("<br>", subtitle))
            .Described("Test accuracy: " + List(results.Select(result =>
                $"{result.Backbone} {Percent(result.Result.TestAccuracy)} ({Percent(result.Result.TestAccuracyInterval)}) "
                + $"with {Short(result.Megabytes)} MB in {Short(result.SecondsPerThousandImages)} s per 1,000 images")))
            .Sized(Width, top + Plot + Bottom)
            .Layout(("showlegend", false), ("margin", Of(("l", Left), ("r", Right), ("t", top), ("b", Bottom))))
            .XAxis("seconds per 1,000 images", ("type", "log"), ("range", new[] { from, to }), ("tickvals", ticks),
                ("ticktext", ticks.Select(Short).ToArray()))
            .YAxis("test accuracy", ("tickformat", ".0%"), ("range", new[] { low, high }), ("nticks", 8));

        // Each name takes the free place nearest to its dot, dots and whiskers first.
        double Across(double x) => (x - from) / (to - from) * (Width - Left - Right);
        double Down(double y) => (high - y) / (high - low) * Plot;
        List<(double X, double Y, double Width, double Height)> taken = [.. sorted.SelectMany((_, i) => new[]
        {
            (Across(seconds[i]) - (sizes[i] / 2), Down(accuracies[i]) - (sizes[i] / 2), sizes[i], sizes[i]),
            (Across(seconds[i]) - 4, Down(intervals[i].High), 8, Down(intervals[i].Low) - Down(intervals[i].High)),
        })];
        foreach ((int start, int end) in unbeaten.Zip(unbeaten.Skip(1)))
        {
            taken.AddRange(Enumerable.Range(0, 40).Select(part => part / 40.0).Select(part => (
                Across(seconds[start] + ((seconds[end] - seconds[start]) * part)),
                Down(accuracies[start] + ((accuracies[end] - accuracies[start]) * part)), 6.0, 6.0)));
        }

        for (int i = 0; i < sorted.Length; i++)
        {
            string second = $"{Percent(accuracies[i])}, {Short(sorted[i].Megabytes)} MB";
            double wide = Math.Max(ChartParts.Width(sorted[i].Backbone.ToString()), ChartParts.Width(second)), tall = 32;
            double away = (sizes[i] / 2) + 5, left = -away - wide;
            (double X, double Y)[] places =
            [
                (away, -tall / 2), (left, -tall / 2), (away, -tall), (away, 0), (left, -tall), (left, 0), (away, -1.7 * tall),
                    (away, 0.7 * tall),
            ];
            (double X, double Y) place = places.MinBy(place =>
                Overlap(Across(seconds[i]) + place.X, Down(accuracies[i]) + place.Y, wide, tall, taken));
            taken.Add((Across(seconds[i]) + place.X, Down(accuracies[i]) + place.Y, wide, tall));
            chart = chart.Note(
                $"<b>{Escape(sorted[i].Backbone.ToString())}</b><br>{second}", seconds[i], accuracies[i], Palette.OfSeries(i),
                ("xanchor", place.X > 0 ? "left" : "right"), ("align", place.X > 0 ? "left" : "right"),
                ("xshift", place.X > 0 ? away : -away), ("yshift", -(place.Y + (tall / 2))), ("bgcolor", "rgba(255,255,255,0.7)"),
                    ("borderpad", 0));
        }

        return chart;

        double[] Ticks(double[] steps) => [.. Enumerable.Range(-4, 9).SelectMany(power => steps.Select(step => step * Math.Pow(10, power)))
            .Where(tick => Math.Log10(tick) >= from && Math.Log10(tick) <= to)];

        // In square pixels, with what would stick out of the panel.
        double Overlap(double x, double y, double wide, double tall, List<(double X, double Y, double Width, double Height)> others) =>
            others.Sum(other => Common(x, wide, other.X, other.Width) * Common(y, tall, other.Y, other.Height))
            + (wide * tall) - (Common(x, wide, 0, Width - Left - Right) * Common(y, tall, 0, Plot));

        static double Common(double a, double lengthOfA, double b, double lengthOfB) =>
            Math.Max(0, Math.Min(a + lengthOfA, b + lengthOfB) - Math.Max(a, b));
    }

    private static string Short(double value) =>
        value.ToString(value < 10 ? "0.##" : "0", System.Globalization.CultureInfo.InvariantCulture);
}
