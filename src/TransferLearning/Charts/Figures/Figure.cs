namespace TransferLearning.Charting;

/// <summary>A figure in Plotly's own vocabulary: traces and a layout. What <c>SvgRenderer</c> draws.</summary>
internal sealed record Figure
{
    public required IReadOnlyList<Trace> Data { get; init; }
    public required FigureLayout Layout { get; init; }
}
