namespace SketchPets.Raster;

/// <summary>Three box blurs, which come close to a Gaussian of standard deviation <c>radius</c>, whole or not, in pixels.</summary>
static class Blur
{
    public static float[] Of(float[] plane, int width, int height, double radius)
    {
        float[] result = [.. plane], line = new float[Math.Max(width, height)];
        double[] sums = new double[line.Length + 1];
        for (int pass = 0; pass < 3; pass++)
        {
            for (int y = 0; y < height; y++)
                Box(result, y * width, 1, width, radius, line, sums);
            for (int x = 0; x < width; x++)
                Box(result, x, width, height, radius, line, sums);
        }
        return result;
    }

    /// <summary>One line's running mean over ±radius; the line's ends go on as they are.</summary>
    static void Box(float[] plane, int start, int stride, int count, double radius, float[] line, double[] sums)
    {
        for (int i = 0; i < count; i++)
        {
            line[i] = plane[start + i * stride];
            sums[i + 1] = sums[i] + line[i];
        }
        double reach = radius + 0.5;
        for (int i = 0; i < count; i++)
            plane[start + i * stride] = (float)((Integral(i + 0.5 + reach) - Integral(i + 0.5 - reach)) / (2 * reach));

        double Integral(double x)
        {
            if (x <= 0)
                return x * line[0];
            if (x >= count)
                return sums[count] + (x - count) * line[count - 1];
            int whole = (int)x;
            return sums[whole] + (x - whole) * line[whole];
        }
    }
}
