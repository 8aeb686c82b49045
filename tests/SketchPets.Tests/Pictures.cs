namespace SketchPets.Tests;

/// <summary>Simple measures of pictures.</summary>
static class Pictures
{
    /// <summary>The standard deviation of the bytes.</summary>
    public static double Deviation(Sketch sketch)
    {
        double sum = 0, squares = 0;
        foreach (byte value in sketch.Rgb)
        {
            sum += value;
            squares += value * value;
        }
        double mean = sum / sketch.Rgb.Length;
        return Math.Sqrt(squares / sketch.Rgb.Length - mean * mean);
    }

    public static double Difference(Sketch a, Sketch b) => Difference(Reduce(a, 1), Reduce(b, 1));

    /// <summary>The mean absolute difference of the numbers.</summary>
    public static double Difference(double[] a, double[] b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Average();

    /// <summary>The picture's numbers after averaging squares of <paramref name="factor"/>² pixels.</summary>
    public static double[] Reduce(Sketch sketch, int factor)
    {
        int size = sketch.Width / factor;
        double[] result = new double[3 * size * size];
        for (int y = 0; y < size * factor; y++)
        {
            for (int x = 0; x < size * factor; x++)
            {
                int to = 3 * (y / factor * size + x / factor), from = 3 * (y * sketch.Width + x);
                for (int channel = 0; channel < 3; channel++)
                    result[to + channel] += sketch.Rgb[from + channel] / (double)(factor * factor);
            }
        }
        return result;
    }

    /// <summary>Shares of pixels in 6 × 6 × 6 bins of colour.</summary>
    public static double[] Histogram(Sketch sketch)
    {
        double[] bins = new double[216];
        for (int i = 0; i < sketch.Rgb.Length; i += 3)
            bins[sketch.Rgb[i] * 6 / 256 * 36 + sketch.Rgb[i + 1] * 6 / 256 * 6 + sketch.Rgb[i + 2] * 6 / 256]++;
        return Array.ConvertAll(bins, count => count * 3 / sketch.Rgb.Length);
    }
}
