namespace TransferLearning.Charting.Drawing;

/// <summary>An axis. Without <see cref="Range"/> it covers its data.</summary>
internal sealed record Axis
{
    public string Title { get; init; } = "";

    /// <summary>"linear", "log" or "category".</summary>
    public string Type { get; init; } = "linear";

    /// <summary>Lowest and highest value shown, in the data's own units also where the type is "log".</summary>
    public (double Low, double High)? Range { get; init; }

    /// <summary>A d3 format: "" (as many decimals as needed), ".2f", ".0%", "d".</summary>
    public string TickFormat { get; init; } = "";

    public double[]? TickValues { get; init; }
    public string[]? TickText { get; init; }
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The part of the plot's width (or height, from the bottom) that the axis takes.</summary>
    public (double From, double To) Domain { get; init; } = (0, 1);

    public bool Reversed { get; init; }
    public bool ShowGrid { get; init; } = true;
    public bool ShowTickLabels { get; init; } = true;

    /// <summary>Distance from tick to tick, counted from <see cref="FirstTick"/>; null lets the renderer choose.</summary>
    public double? TickStep { get; init; }

    public double FirstTick { get; init; }

    /// <summary>A line at the axis itself.</summary>
    public bool ShowLine { get; init; }
}
