namespace SketchPets.Raster;

/// <summary>A point or a vector of the plane; y points down.</summary>
readonly record struct Point(double X, double Y)
{
    public double Length => Math.Sqrt(X * X + Y * Y);

    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);

    public static Point operator -(Point a, Point b) => new(a.X - b.X, a.Y - b.Y);

    public static Point operator *(Point a, double scale) => new(a.X * scale, a.Y * scale);

    public static Point Mix(Point a, Point b, double t) => a + (b - a) * t;

    public static implicit operator Point((double X, double Y) pair) => new(pair.X, pair.Y);
}
