namespace TransferLearning.Charting.Drawing;

/// <summary>A line or a rectangle ("line", "rect") from (X0, Y0) to (X1, Y1); references as in <see cref="Annotation"/>.</summary>
internal sealed record Shape
{
    public string Type { get; init; } = "line";
    public double X0 { get; init; }
    public double X1 { get; init; }
    public double Y0 { get; init; }
    public double Y1 { get; init; }
    public string XRef { get; init; } = "x";
    public string YRef { get; init; } = "y";
    public LineStyle Line { get; init; } = new(Colors.Muted, 1.2, "dash");
    public string FillColor { get; init; } = Colors.Muted;
    public double Opacity { get; init; } = 0.12;

    /// <summary>Behind the data rather than over them.</summary>
    public bool Below { get; init; } = true;
}
