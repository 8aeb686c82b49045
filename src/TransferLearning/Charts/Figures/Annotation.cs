namespace TransferLearning.Charting.Drawing;

/// <summary>A text at a place. <see cref="XRef"/> is an axis ("x2") or "x2 domain": 0 to 1 along that axis's panel.</summary>
internal sealed record Annotation
{
    public required string Text { get; init; }
    public double X { get; init; }
    public double Y { get; init; }
    public string XRef { get; init; } = "x";
    public string YRef { get; init; } = "y";
    public string XAnchor { get; init; } = "left";

    /// <summary>"top", "middle" or "bottom": which edge of the text stands at Y.</summary>
    public string YAnchor { get; init; } = "middle";

    public double XShift { get; init; }
    public double YShift { get; init; }
    public string Color { get; init; } = Colors.Ink;
    public double Size { get; init; } = 12;
    public bool Bold { get; init; }
}
