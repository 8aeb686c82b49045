namespace SketchPets.Raster;

/// <summary>A point of space: x to the right, y down, z towards the viewer.</summary>
readonly record struct Point3(double X, double Y, double Z)
{
    public Point Flat => new(X, Y);

    public double Length => Math.Sqrt(X * X + Y * Y + Z * Z);

    public static Point3 operator +(Point3 a, Point3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    public static Point3 operator -(Point3 a, Point3 b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    public static Point3 operator *(Point3 a, double scale) => new(a.X * scale, a.Y * scale, a.Z * scale);

    public static implicit operator Point3((double X, double Y, double Z) triple) => new(triple.X, triple.Y, triple.Z);

    /// <summary>Turns the front (z) towards +x by <paramref name="yaw"/> radians, then lifts it (towards −y) by <paramref
    /// name="pitch"/>.</summary>
    public Point3 Turn(double yaw, double pitch)
    {
        double sin = Trig.Sin(yaw), cos = Trig.Cos(yaw);
        double x = X * cos + Z * sin, z = Z * cos - X * sin;
        sin = Trig.Sin(pitch);
        cos = Trig.Cos(pitch);
        return new(x, Y * cos - z * sin, z * cos + Y * sin);
    }
}
