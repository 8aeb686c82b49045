namespace TransferLearning.Charting.Drawing;

/// <summary>A line's look; <see cref="Dash"/> is "solid", "dash" or "dot".</summary>
internal sealed record LineStyle(string Color = Colors.Blue, double Width = 2, string Dash = "solid", double Opacity = 1);

/// <summary>A marker's look; <see cref="Symbol"/> is "circle", "circle-open", "square", "diamond", "triangle-up" or "x".</summary>
internal sealed record MarkerStyle(string Color = Colors.Blue, double Size = 6, string Symbol = "circle", double Opacity = 1)
{
    /// <summary>A colour for each point, before <see cref="Color"/>.</summary>
    public IReadOnlyList<string>? ColorOfEach { get; init; }
}

/// <summary>Distances from each value up (or right) and down (or left) to the ends of its interval.</summary>
internal sealed record ErrorBars(double[] Array, double[] ArrayMinus, string Color = Colors.Ink, double Thickness = 1.6);
