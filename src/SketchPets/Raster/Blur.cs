namespace SketchPets.Raster;

/// <summary>Three box blurs, which come close to a Gaussian; the radius, whole or not, is the boxes' reach in pixels.</summary>
static class Blur
{
    public static float[] Of(float[] plane, int width, int height, double radius)
    {
        int whole = (int)radius, margin = whole + 1;
        float[] result = [.. plane];
        double[] line = new double[Math.Max(width, height) + 2 * margin], sums = new double[line.Length + 1];
        for (int pass = 0; pass < 3; pass++)
        {
            for (int y = 0; y < height; y++)
                Box(result.AsSpan(y * width), 1, width, radius, line, sums);
            for (int x = 0; x < width; x++)
                Box(result.AsSpan(x), width, height, radius, line, sums);
        }
        return result;
    }

    /// <summary>One line's running mean over ±radius; beyond its ends the line goes on as it ends.</summary>
    static void Box(Span<float> plane, int stride, int count, double radius, double[] line, double[] sums)
    {
        int whole = (int)radius, margin = whole + 1;
        double part = radius - whole, scale = 1 / (2 * radius + 1);
        for (int i = 0; i < count + 2 * margin; i++)
        {
            line[i] = plane[Math.Clamp(i - margin, 0, count - 1) * stride];
            sums[i + 1] = sums[i] + line[i];
        }
        for (int i = 0; i < count; i++)
        {
            double inside = sums[i + 2 * whole + 2] - sums[i + 1];
            plane[i * stride] = (float)((inside + part * (line[i] + line[i + 2 * margin])) * scale);
        }
    }
}
