namespace TransferLearning.Charting.Drawing;

/// <summary>Everything about a figure but its data. Lengths in pixels at notebook width.</summary>
internal sealed record FigureLayout
{
    public string Title { get; init; } = "";
    public string Subtitle { get; init; } = "";

    public double Width { get; init; } = 720;
    public double Height { get; init; } = 320;

    /// <summary>By trace reference: "x", "x2", …</summary>
    public IReadOnlyDictionary<string, Axis> XAxes { get; init; } = new Dictionary<string, Axis> { ["x"] = new() };

    public IReadOnlyDictionary<string, Axis> YAxes { get; init; } = new Dictionary<string, Axis> { ["y"] = new() };
    public IReadOnlyList<Annotation> Annotations { get; init; } = [];
    public IReadOnlyList<Shape> Shapes { get; init; } = [];
    public bool ShowLegend { get; init; }

    /// <summary>Inside the first panel at a corner ("bottom right"), or "top": a row under the title.</summary>
    public string LegendPosition { get; init; } = "top";
}
