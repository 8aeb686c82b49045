using System.Text.Json;

namespace TransferLearning.Charting.Drawing;

/// <summary>
/// Reads a figure from the JSON that Plotly.NET writes for plotly.js. What the renderer does not know (templates, hover, animation) is passed over.
/// </summary>
internal static class FigureReader
{
    public static Figure Read(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement layout = document.RootElement.Member("layout") ?? default;
        Trace[] traces = [.. document.RootElement.Items("data").Select(TraceReader.Read).OfType<Trace>()];
        bool legend = layout.Flag("showlegend") ?? traces.Count(t => t.ShowLegend) > 1;
        (string title, string subtitle) = Title(layout);
        Dictionary<string, Axis> x = Axes(layout, 'x', traces.Select(t => t.XAxis)), y = Axes(layout, 'y', traces.Select(t => t.YAxis));
        return new Figure
        {
            Data = traces,
            Layout = new FigureLayout
            {
                Title = title,
                Subtitle = subtitle,
                Width = layout.Number("width") ?? 720,
                Height = layout.Number("height") ?? 400,
                XAxes = x,
                YAxes = y,
                Annotations = [.. layout.Items("annotations").Select(a => PlaceReader.Annotation(a, x, y))],
                Shapes = [.. layout.Items("shapes").Select(PlaceReader.Shape)],
                ShowLegend = legend && traces.Any(t => t.ShowLegend),
                LegendPosition = LegendPosition(layout.Member("legend") ?? default),
            },
        };
    }

    /// <summary>The bold or plain lines of the title, and the lines that are set smaller.</summary>
    private static (string Title, string Subtitle) Title(JsonElement layout)
    {
        string markup = layout.Member("title") is { } title ? title.ValueKind == JsonValueKind.String ? title.GetString()! : title.Text("text") ?? "" : "";
        ILookup<bool, string> lines = PlotText.Lines(markup).ToLookup(
            line => line.Contains("<span", StringComparison.OrdinalIgnoreCase) || line.Contains("<sup", StringComparison.OrdinalIgnoreCase),
            PlotText.Plain);
        return (string.Join('\n', lines[false]), string.Join('\n', lines[true]));
    }

    private static string LegendPosition(JsonElement legend) =>
        legend.Text("orientation") == "h" || legend.Text("xanchor") is null ? "top"
            : $"{legend.Text("yanchor") ?? "top"} {legend.Text("xanchor")}";

    private static Dictionary<string, Axis> Axes(JsonElement layout, char letter, IEnumerable<string> used)
    {
        var axes = new SortedDictionary<string, Axis>(StringComparer.Ordinal);
        foreach (string reference in used.Append($"{letter}"))
        {
            axes[reference] = Axis(layout.Member($"{letter}axis{reference[1..]}") ?? default);
        }

        if (layout.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in layout.EnumerateObject().Where(p => p.Name.StartsWith($"{letter}axis", StringComparison.Ordinal)))
            {
                axes[letter + property.Name[5..]] = Axis(property.Value);
            }
        }

        return new Dictionary<string, Axis>(axes);
    }

    private static Axis Axis(JsonElement axis)
    {
        string type = axis.Text("type") is "log" or "category" ? axis.Text("type")! : "linear";
        double[] range = axis.Numbers("range"), domain = axis.Numbers("domain");
        bool reversed = axis.Text("autorange") == "reversed" || (range.Length == 2 && range[0] > range[1]);
        string title = axis.Member("title") is { } given ? given.ValueKind == JsonValueKind.String ? given.GetString()! : given.Text("text") ?? "" : "";
        JsonElement[] categories = axis.Items("categoryarray");
        return new Axis
        {
            Title = PlotText.Plain(title),
            Type = type,
            Range = range.Length == 2 && axis.Text("autorange") is null ? (Value(range.Min(), type), Value(range.Max(), type)) : null,
            Reversed = reversed,
            TickFormat = axis.Text("tickformat") ?? "",
            TickValues = axis.Member("tickvals") is null ? null : axis.Numbers("tickvals"),
            TickText = axis.Member("ticktext") is null ? null : [.. axis.Items("ticktext").Select(t => PlotText.Plain(t.ToString()))],
            TickStep = type == "linear" ? axis.Number("dtick") : null,
            FirstTick = axis.Number("tick0") ?? 0,
            Categories = categories.Length == 0 ? null : [.. categories.Select(c => PlotText.Plain(c.ToString()))],
            Domain = domain.Length == 2 ? (domain[0], domain[1]) : (0, 1),
            ShowGrid = axis.Flag("showgrid") ?? true,
            ShowTickLabels = axis.Flag("showticklabels") ?? true,
            ShowLine = axis.Flag("showline") ?? false,
        };
    }

    /// <summary>Ranges and annotations of a logarithmic axis are given as exponents of ten.</summary>
    internal static double Value(double number, string axisType) => axisType == "log" ? Math.Pow(10, number) : number;
}
