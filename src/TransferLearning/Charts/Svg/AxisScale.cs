namespace TransferLearning.Charting.Drawing;

/// <summary>An axis with its range settled: from values to pixels, and where its ticks are.</summary>
internal sealed class AxisScale
{
    /// <summary>Room left beyond the data where no range is given, as a part of their extent.</summary>
    private const double Padding = 0.05;

    private AxisScale(Axis axis, double low, double high)
    {
        Axis = axis;
        Low = low;
        High = high;
    }

    public Axis Axis { get; }
    public double Low { get; }
    public double High { get; }

    /// <summary>The pixel of the lowest and of the highest value.</summary>
    public double Start { get; private set; }

    public double End { get; private set; }

    /// <summary>Length in pixels.</summary>
    public double Length => Math.Abs(End - Start);

    public bool IsCategory => Axis.Type == "category";

    private bool IsLog => Axis.Type == "log";

    /// <summary>Settles the range of <paramref name="axis"/> over the <paramref name="values"/> that are to be seen.</summary>
    public static AxisScale Over(Axis axis, IEnumerable<double> values)
    {
        if (axis.Type == "category")
        {
            return new AxisScale(axis, -0.5, Math.Max(1, axis.Categories?.Count ?? 1) - 0.5);
        }

        bool log = axis.Type == "log";
        double[] seen = [.. values.Where(v => double.IsFinite(v) && (!log || v > 0)).Select(v => Math.Clamp(v, -1e300, 1e300))];
        if (axis.Range is var (low, high))
        {
            return new AxisScale(axis, low, high);
        }

        if (seen.Length == 0)
        {
            return log ? new AxisScale(axis, 0.1, 10) : new AxisScale(axis, 0, 1);
        }

        (low, high) = (seen.Min(), seen.Max());
        if (log)
        {
            double stretch = high > low ? Math.Pow(high / low, Padding) : 2;
            return new AxisScale(axis, low / stretch, high * stretch);
        }

        double margin = high > low ? (high - low) * Padding : Math.Max(Math.Abs(high) * 0.1, 0.5);
        bool touchesZero = low == 0 && high > low;
        return new AxisScale(axis, touchesZero ? 0 : low - margin, high + margin);
    }

    /// <summary>Puts the axis on the picture, turned round where the axis says so.</summary>
    public void Place(double start, double end) => (Start, End) = Axis.Reversed ? (end, start) : (start, end);

    /// <summary>The pixel of a value; beyond the range it lies beyond the panel (but never far beyond).</summary>
    public double Pixel(double value)
    {
        double part = IsLog
            ? Math.Log(Math.Max(value, double.Epsilon) / Low) / Math.Log(High / Low)
            : (value - Low) / (High - Low);
        return Start + (Math.Clamp(part, -50, 50) * (End - Start));
    }

    /// <summary>The pixel of a place from 0 to 1 along the panel, left to right or bottom to top whatever the axis's direction.</summary>
    public double PixelOfPart(double part)
    {
        (double zero, double one) = Axis.Reversed ? (End, Start) : (Start, End);
        return zero + (part * (one - zero));
    }

    public bool Contains(double value)
    {
        double slack = (High - Low) * 1e-9;
        return value >= Low - slack && value <= High + slack;
    }

    /// <summary>
    /// Values and texts of the ticks when there is one per <paramref name="pixelsPerTick"/>, or fewer where the texts need more room
    /// than that (<paramref name="roomFor"/> gives the pixels that each of them needs).
    /// </summary>
    public (double[] Values, string[] Texts) TicksEvery(double pixelsPerTick, Func<string[], double>? roomFor = null)
    {
        if (Axis.TickValues is { } given)
        {
            return (given, Axis.TickText ?? [.. given.Select(v => NumberFormat.Format(v, Axis.TickFormat))]);
        }

        if (IsCategory)
        {
            return ([.. Enumerable.Range(0, Axis.Categories?.Count ?? 0).Select(i => (double)i)], [.. Axis.Categories ?? []]);
        }

        (double[] Values, string[] Texts) ticks = Numbers(Math.Max(2, (int)(Length / pixelsPerTick)));
        for (int target = ticks.Values.Length; roomFor is not null && target > 1 && !Fits(ticks, roomFor(ticks.Texts)); target--)
        {
            ticks = Numbers(target - 1);
        }

        return ticks;
    }

    private bool Fits((double[] Values, string[] Texts) ticks, double room) =>
        ticks.Values.Zip(ticks.Values.Skip(1)).All(pair => Math.Abs(Pixel(pair.Second) - Pixel(pair.First)) >= room);

    private (double[] Values, string[] Texts) Numbers(int target)
    {
        if (IsLog)
        {
            double[] logarithmic = Ticks.Logarithmic(Low, High, target);
            return (logarithmic, [.. logarithmic.Select(v => NumberFormat.Format(v, Axis.TickFormat))]);
        }

        (double[] values, double step) = Axis.TickStep is { } given and > 0
            ? (Ticks.Every(given, Axis.FirstTick, Low, High), given)
            : Ticks.Linear(Low, High, target);
        string format = Axis.TickFormat == ".0%" && step < 0.00999 ? step < 0.000999 ? ".2%" : ".1%" : Axis.TickFormat;
        return (values, [.. values.Select(v => NumberFormat.Format(v, format, step))]);
    }
}
