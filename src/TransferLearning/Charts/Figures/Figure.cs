namespace TransferLearning.Charting.Drawing;

/// <summary>What <c>SvgRenderer</c> draws: the part of a Plotly figure that it knows, read from the figure's JSON by <see cref="FigureReader"/>.</summary>
internal sealed record Figure
{
    public required IReadOnlyList<Trace> Data { get; init; }
    public required FigureLayout Layout { get; init; }
}
