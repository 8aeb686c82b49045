using System.Text.Json;

namespace TransferLearning.Charting.Drawing;

/// <summary>Reads one trace; null for a kind that the renderer does not know.</summary>
internal static class TraceReader
{
    private static readonly string[] Symbols = ["circle", "square", "diamond", "cross", "x", "triangle-up"];

    public static Trace? Read(JsonElement trace, int index)
    {
        Trace? read = trace.Text("type") switch
        {
            "scatter" or "scattergl" or null => Scatter(trace, index),
            "bar" => Bar(trace, index),
            "heatmap" => Heatmap(trace),
            _ => null,
        };
        return read is null ? null : read with
        {
            Name = trace.Text("name") is { } name ? PlotText.Plain(name) : null,
            XAxis = trace.Text("xaxis") ?? "x",
            YAxis = trace.Text("yaxis") ?? "y",
            ShowLegend = trace.Flag("showlegend") ?? read is not HeatmapTrace,
        };
    }

    /// <summary>The look of a line.</summary>
    public static LineStyle Line(JsonElement line, string color, double opacity = 1)
    {
        CssColor given = line.Color("color") ?? new(color, 1);
        string dash = line.Text("dash") is { } word ? word.Contains("dash", StringComparison.Ordinal) ? "dash" : word : "solid";
        return new LineStyle(given.Color, line.Number("width") ?? 2, dash, given.Opacity * opacity);
    }

    private static ScatterTrace Scatter(JsonElement trace, int index)
    {
        double opacity = trace.Number("opacity") ?? 1;
        MarkerStyle marker = Marker(trace.Member("marker") ?? default, Colors.OfSeries(index), opacity);
        Coordinates y = Values(trace, "y");
        return new ScatterTrace
        {
            X = trace.Member("x") is null ? Enumerable.Range(0, y.Count).Select(i => (double)i).ToArray() : Values(trace, "x"),
            Y = y,
            Mode = trace.Text("mode") ?? "lines",
            Line = Line(trace.Member("line") ?? default, marker.Color, opacity),
            Marker = marker,
            ErrorX = Errors(trace.Member("error_x")),
            ErrorY = Errors(trace.Member("error_y")),
            Fill = trace.Text("fill") == "toself" ? "toself" : "none",
            HoverText = Texts(trace),
        };
    }

    private static BarTrace Bar(JsonElement trace, int index)
    {
        bool lying = trace.Text("orientation") == "h";
        string values = lying ? "x" : "y", places = lying ? "y" : "x";
        Coordinates lengths = Values(trace, values);
        Coordinates own = trace.Member(places) is null ? Enumerable.Range(0, lengths.Count).Select(i => (double)i).ToArray() : Values(trace, places);
        return new BarTrace
        {
            Orientation = lying ? "h" : "v",
            X = lying ? lengths : own,
            Y = lying ? own : lengths,
            Marker = Marker(trace.Member("marker") ?? default, Colors.OfSeries(index), trace.Number("opacity") ?? 1),
            ErrorX = Errors(trace.Member("error_x")),
            ErrorY = Errors(trace.Member("error_y")),
            Text = trace.Text("textposition") == "none" ? null : Texts(trace),
            HoverText = Texts(trace),
            Width = trace.Number("width") ?? 0.8,
        };
    }

    private static HeatmapTrace Heatmap(JsonElement trace)
    {
        double[][] z = [.. trace.Items("z").Select(row => row.EnumerateArray().Select(cell => cell.AsNumber()).ToArray())];
        double? low = trace.Number("zmin"), high = trace.Number("zmax");
        int columns = z.Select(row => row.Length).DefaultIfEmpty(0).Max();
        return new HeatmapTrace
        {
            X = trace.Member("x") is null ? Enumerable.Range(0, columns).Select(i => (double)i).ToArray() : Values(trace, "x"),
            Y = trace.Member("y") is null ? Enumerable.Range(0, z.Length).Select(i => (double)i).ToArray() : Values(trace, "y"),
            Z = z,
            Range = low is { } from && high is { } to ? (from, to) : null,
            Scale = trace.Member("colorscale") is { ValueKind: JsonValueKind.Array } scale
                ? new([.. scale.EnumerateArray().Select(stop => (stop[0].AsNumber(), CssColor.Read(stop[1].GetString() ?? "")))])
                : ColorScale.Default,
            Gap = trace.Number("xgap") ?? 0,
        };
    }

    private static Coordinates Values(JsonElement trace, string name)
    {
        JsonElement[] items = trace.Items(name);
        return items.Any(item => item.IsName())
            ? items.Select(item => PlotText.Plain(item.ToString())).ToArray()
            : items.Select(item => item.AsNumber()).ToArray();
    }

    private static string[]? Texts(JsonElement trace) =>
        trace.Member("text") is { ValueKind: JsonValueKind.Array } ? [.. trace.Items("text").Select(t => PlotText.Plain(t.ToString()))] : null;

    private static ErrorBars? Errors(JsonElement? errors)
    {
        if (errors is not { } given || given.Numbers("array") is not { Length: > 0 } up)
        {
            return null;
        }

        double[] down = given.Flag("symmetric") == false && given.Numbers("arrayminus") is { Length: > 0 } minus ? minus : up;
        return new ErrorBars(up, down, given.Color("color")?.Color ?? Colors.Ink, given.Number("thickness") ?? 2);
    }

    private static MarkerStyle Marker(JsonElement marker, string color, double opacity)
    {
        CssColor one = marker.Color("color") ?? new(color, 1);
        string symbol = marker.Text("symbol") ?? "circle";
        int number = int.TryParse(symbol, out int parsed) ? parsed : Array.IndexOf(Symbols, symbol.Replace("-open", "", StringComparison.Ordinal));
        bool open = number >= 100 || symbol.EndsWith("-open", StringComparison.Ordinal);
        string name = Symbols[Math.Clamp(number % 100, 0, Symbols.Length - 1)];
        return new MarkerStyle(one.Color, marker.Number("size") ?? 6, open && name == "circle" ? "circle-open" : name, one.Opacity * opacity * (marker.Number("opacity") ?? 1))
        {
            ColorOfEach = marker.Member("color") is { ValueKind: JsonValueKind.Array } each
                ? [.. each.EnumerateArray().Select(c => CssColor.Read(c.ToString()).Color)] : null,
        };
    }
}
