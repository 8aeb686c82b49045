namespace TransferLearning.Charting;

/// <summary>Where an axis gets its ticks: round numbers that people count in.</summary>
internal static class Ticks
{
    /// <summary>Multiples of 1, 2 or 5 times a power of ten within [low, high], about <paramref name="target"/> of them, and their step.</summary>
    public static (double[] Values, double Step) Linear(double low, double high, int target, bool whole = false)
    {
        double extent = high - low;
        double rough = extent / Math.Max(1, target);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = new[] { 1.0, 2, 5, 10 }.Select(factor => factor * power).MinBy(s => Math.Abs((extent / s) - target));
        if (whole)
        {
            step = Math.Max(1, Math.Round(step));
        }

        double tolerance = step * 1e-6;
        double first = Math.Ceiling((low - tolerance) / step);
        double last = Math.Floor((high + tolerance) / step);
        var values = new List<double>();
        for (double k = first; k <= last && values.Count < 200; k++)
        {
            values.Add(k == 0 ? 0 : k * step);
        }

        return ([.. values], step);
    }

    /// <summary>Multiples of <paramref name="step"/>, counted from <paramref name="first"/>, within [low, high].</summary>
    public static double[] Every(double step, double first, double low, double high)
    {
        double from = Math.Ceiling(((low - first) / step) - 1e-6), to = Math.Floor(((high - first) / step) + 1e-6);
        var values = new List<double>();
        for (double k = from; k <= to && values.Count < 200; k++)
        {
            values.Add(first + (k * step));
        }

        return [.. values];
    }

    /// <summary>A step of epochs that gives about five ticks.</summary>
    public static double EpochStep(int epochs) => epochs <= 1 ? 1 : Linear(1, epochs, 5, whole: true).Step;

    /// <summary>Powers of ten within [low, high]; where they are few, 2 and 5 times them too; where they are many, every n-th.</summary>
    public static double[] Logarithmic(double low, double high, int target)
    {
        int first = (int)Math.Floor(Math.Log10(low) - 1e-9);
        int last = (int)Math.Ceiling(Math.Log10(high) + 1e-9);
        double decades = Math.Log10(high / low);
        int every = Math.Max(1, (int)Math.Ceiling(decades / Math.Max(1, target)));
        double[] factors = decades <= 0.5 * target ? [1, 2, 5] : [1];
        var values = new List<double>();
        for (int exponent = first; exponent <= last; exponent++)
        {
            if (exponent % every != 0)
            {
                continue;
            }

            values.AddRange(factors.Select(f => f * Math.Pow(10, exponent)).Where(v => v >= low * (1 - 1e-9) && v <= high * (1 + 1e-9)));
        }

        return [.. values];
    }
}
