namespace SketchPets.Raster;

/// <summary>Catmull-Rom curves: smooth lines through given points.</summary>
static class Spline
{
    const int Steps = 8;

    public static Point[] Open(params ReadOnlySpan<Point> points)
    {
        if (points.Length < 3)
            return points.ToArray();
        List<Point> line = [];
        for (int i = 0; i + 1 < points.Length; i++)
            Segment(line, points[Math.Max(i - 1, 0)], points[i], points[i + 1], points[Math.Min(i + 2, points.Length - 1)]);
        line.Add(points[^1]);
        return [.. line];
    }

    public static Point[] Closed(params ReadOnlySpan<Point> points)
    {
        List<Point> line = [];
        int n = points.Length;
        for (int i = 0; i < n; i++)
            Segment(line, points[(i + n - 1) % n], points[i], points[(i + 1) % n], points[(i + 2) % n]);
        return [.. line];
    }

    static void Segment(List<Point> line, Point a, Point b, Point c, Point d)
    {
        for (int step = 0; step < Steps; step++)
        {
            double t = step / (double)Steps;
            line.Add((b * 2 + (c - a) * t + (a * 2 - b * 5 + c * 4 - d) * (t * t) + (b * 3 - a - c * 3 + d) * (t * t * t)) * 0.5);
        }
    }
}
