using Plotly.NET;
using static TransferLearning.ChartExtensions;
using static TransferLearning.ChartParts;
using Chart = Plotly.NET.CSharp.Chart;

namespace TransferLearning;

/// <content>Models beside each other: what they rank, what they see.</content>
public static partial class Charts
{
    private static readonly string[] Dashes = ["solid", "9px,4px", "3px,3px", "9px,3px,3px,3px"];

    /// <summary>ROC curves for two classes.</summary>
    public static GenericChart Roc(params IReadOnlyList<(string Name, Evaluation Evaluation)> models)
    {
        UserMistakeException.ThrowIf(models.Any(model => model.Evaluation.Classes.Count != 2),
            $"A ROC curve is for two classes, and these have {models.Max(model => model.Evaluation.Classes.Count)}: "
                + "show Charts.ConfusionMatrix instead.");
        string[] colors = Colors([.. models.Select(model => model.Name)]);
        string negative = Escape(models[0].Evaluation.Classes[0]), positive = Escape(models[0].Evaluation.Classes[1]);
        (string, object?)[] axis = [("tickformat", ".0%"), ("showline", true), ("linecolor", Palette.Line), ("range", new[] { 0, 1.005 })];
        IEnumerable<GenericChart> curves = models.Select((model, i) =>
        {
            (double[] falsePositive, double[] truePositive) = RocCurve(model.Evaluation.Predictions);
            return Chart.Trace("scatter", ("x", falsePositive), ("y", truePositive), ("mode", "lines"),
                ("name", $"{Escape(model.Name)}: area {Three(model.Evaluation.Auc ?? 0)}"),
                ("line", Of(("color", colors[i]), ("width", 2.4), ("dash", Dashes[i % Dashes.Length]))));
        });
        return Chart.Combine([Chart.Trace("scatter", ("x", new[] { 0, 1 }), ("y", new[] { 0, 1 }), ("mode", "lines"),
                ("name", "guessing: area 0.500"), ("line", Of(("color", Palette.Line), ("width", 1.2)))), .. curves])
            .Titled($"ROC curve: telling {positive} from {negative}",
                "area: the chance that of two images, one of each class,<br>the right one scores higher")
            .Described("Area under the ROC curve: " + List(models.Select(model => $"{model.Name} {Three(model.Evaluation.Auc ?? 0)}")))
            .Framed(440, 416, left: 64, right: 24, top: 88, bottom: 54)
            .XAxis($"{negative} taken for {positive} (false positives)", axis)
            .YAxis($"{positive} found (true positives)", axis)

            // The lower right is empty unless a model is worse than guessing.
            .Layout(("showlegend", true), ("legend", Of(
                ("x", 0.99), ("xanchor", "right"), ("y", 0.02), ("yanchor", "bottom"), ("itemwidth", 44), ("traceorder", "reversed"),
                ("bgcolor", "rgba(255,255,255,0)"))));
    }

    /// <summary>
    /// Share of false positives and of true positives at every threshold, strictest first; equal scores share a threshold.
    /// </summary>
    internal static (double[] FalsePositive, double[] TruePositive) RocCurve(IReadOnlyList<Prediction> predictions)
    {
        double positives = Math.Max(1, predictions.Count(prediction => prediction.Image.Label == 1));
        double negatives = Math.Max(1, predictions.Count(prediction => prediction.Image.Label == 0));
        List<double> x = [0], y = [0];
        foreach (var step in predictions.GroupBy(prediction => prediction.Logits[0]).OrderByDescending(group => group.Key))
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
        var places = networks.Select(network => PrincipalComponents(network.Features)).ToArray();
        GenericChart[] points = [.. places.SelectMany((place, panel) => classes.Select((name, label) =>
        {
            int[] own = [.. Enumerable.Range(0, place.Labels.Length).Where(i => place.Labels[i] == label)];
            return Chart.Points(
                own.Select(i => place.First[i]), own.Select(i => place.Second[i]), Escape(name), Palette.OfSeries(label) + "b3", 6,
                Symbols[label % Symbols.Count].Name).OnPanel(panel + 1);
        }))];
        string legend = string.Join("   ", classes.Select((name, label) =>
            $"<span style=\"color:{Palette.OfSeries(label)}\"><b>{Signed(label, Escape(name))}</b></span>"));
        (string, object?)[] axis =
            [("showgrid", false), ("tickvals", Array.Empty<double>()), ("showline", true), ("linecolor", Palette.Line)];
        GenericChart chart = Chart.Combine(points)
            .Titled("How the network arranges the images",
                $"each point an image, by the two directions in which its features differ most<br>{legend}")
            .Described($"Features of {List(classes)} along their two main directions, which hold "
                + List(networks.Select((network, i) => $"{Percent(places[i].Shares.Sum(), 0)} of the variance ({network.Name})")))
            .Framed(networks.Count == 1 ? 520 : 720, 418, left: 40, right: 24, top: 106, bottom: 52);
        for (int panel = 1; panel <= networks.Count; panel++)
        {
            double start = (panel - 1) * (width + gap);
            chart = chart.PanelTitle(Escape(networks[panel - 1].Name), panel)
                .XAxis(panel, "",
                    [.. axis, Title($"first direction, {Percent(places[panel - 1].Shares[0], 0)} of the variance"),
                        ("domain", new[] { start, start + width })])
                .YAxis(panel, "", [.. axis, Title($"second, {Percent(places[panel - 1].Shares[1], 0)}")]);
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
}
