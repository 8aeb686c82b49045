namespace TransferLearning.Charting.Drawing;

/// <summary>One series of a figure.</summary>
internal abstract record Trace
{
    public string? Name { get; init; }

    /// <summary>"x", "x2", …: the axis of that number in the layout.</summary>
    public string XAxis { get; init; } = "x";

    public string YAxis { get; init; } = "y";

    public bool ShowLegend { get; init; }

    /// <summary>One text per point, shown by a browser when the pointer rests on it.</summary>
    public IReadOnlyList<string>? HoverText { get; init; }
}

/// <summary>Points, joined by lines or not. Values that are not finite leave a gap.</summary>
internal sealed record ScatterTrace : Trace
{
    public required Coordinates X { get; init; }
    public required Coordinates Y { get; init; }

    /// <summary>"lines", "markers" or "lines+markers".</summary>
    public string Mode { get; init; } = "lines";

    public LineStyle Line { get; init; } = new();
    public MarkerStyle Marker { get; init; } = new();
    public ErrorBars? ErrorX { get; init; }
    public ErrorBars? ErrorY { get; init; }

    /// <summary>"none", or "toself": the points enclose a filled area.</summary>
    public string Fill { get; init; } = "none";
}

/// <summary>Bars from zero, upright ("v") or lying ("h"). In "v", X are the categories.</summary>
internal sealed record BarTrace : Trace
{
    public required Coordinates X { get; init; }
    public required Coordinates Y { get; init; }
    public string Orientation { get; init; } = "v";
    public MarkerStyle Marker { get; init; } = new();
    public ErrorBars? ErrorX { get; init; }
    public ErrorBars? ErrorY { get; init; }

    /// <summary>One text per bar, written beyond its end and its error bar.</summary>
    public IReadOnlyList<string>? Text { get; init; }

    /// <summary>Part of the category's width that a bar fills.</summary>
    public double Width { get; init; } = 0.62;
}

/// <summary>A table of shaded cells; rows go along y. Cells that are not finite are left out.</summary>
internal sealed record HeatmapTrace : Trace
{
    public required Coordinates X { get; init; }
    public required Coordinates Y { get; init; }

    /// <summary>Z[row][column].</summary>
    public required double[][] Z { get; init; }

    /// <summary>Values at the two ends of <see cref="Scale"/>; null takes the lowest and the highest there is.</summary>
    public (double Low, double High)? Range { get; init; }

    public ColorScale Scale { get; init; } = ColorScale.Default;

    /// <summary>Pixels between neighbouring cells.</summary>
    public double Gap { get; init; }
}
