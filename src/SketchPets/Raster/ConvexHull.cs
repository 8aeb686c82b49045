namespace SketchPets.Raster;

/// <summary>Andrew's monotone chain.</summary>
static class ConvexHull
{
    public static Point[] Of(List<Point> points)
    {
        points.Sort((a, b) => a.X != b.X ? a.X.CompareTo(b.X) : a.Y.CompareTo(b.Y));
        List<Point> hull = new(points.Count);
        Chain(points, hull);
        points.Reverse();
        Chain(points, hull);
        return [.. hull];
    }

    static void Chain(List<Point> points, List<Point> hull)
    {
        int start = hull.Count;
        foreach (Point point in points)
        {
            while (hull.Count >= start + 2 && !TurnsLeft(hull[^2], hull[^1], point))
                hull.RemoveAt(hull.Count - 1);
            hull.Add(point);
        }
        hull.RemoveAt(hull.Count - 1);
    }

    static bool TurnsLeft(Point a, Point b, Point c) => (b.X - a.X) * (c.Y - a.Y) - (b.Y - a.Y) * (c.X - a.X) > 0;
}
