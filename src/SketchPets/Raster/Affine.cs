namespace SketchPets.Raster;

/// <summary>The map (x, y) → (A x + B y + X, C x + D y + Y).</summary>
readonly record struct Affine(double A, double B, double C, double D, double X, double Y)
{
    public static readonly Affine Identity = new(1, 0, 0, 1, 0, 0);

    public static Affine Move(double x, double y) => new(1, 0, 0, 1, x, y);

    public static Affine Scale(double x, double y) => new(x, 0, 0, y, 0, 0);

    public static Affine Scale(double both) => Scale(both, both);

    public static Affine Rotate(double radians)
    {
        double sin = Trig.Sin(radians), cos = Trig.Cos(radians);
        return new(cos, -sin, sin, cos, 0, 0);
    }

    /// <summary>A piece drawn around its own origin, turned, scaled and put at a place.</summary>
    public static Affine Place(Point at, double scale, double radians = 0) => Move(at.X, at.Y) * Rotate(radians) * Scale(scale);

    /// <summary>First <paramref name="inner"/>, then <paramref name="outer"/>.</summary>
    public static Affine operator *(Affine outer, Affine inner) => new(
        outer.A * inner.A + outer.B * inner.C, outer.A * inner.B + outer.B * inner.D,
        outer.C * inner.A + outer.D * inner.C, outer.C * inner.B + outer.D * inner.D,
        outer.A * inner.X + outer.B * inner.Y + outer.X, outer.C * inner.X + outer.D * inner.Y + outer.Y);

    public Point Apply(Point p) => new(A * p.X + B * p.Y + X, C * p.X + D * p.Y + Y);

    public Affine Inverse()
    {
        double determinant = A * D - B * C;
        double a = D / determinant, b = -B / determinant, c = -C / determinant, d = A / determinant;
        return new(a, b, c, d, -(a * X + b * Y), -(c * X + d * Y));
    }

    /// <summary>How much longer lengths become, on average.</summary>
    public double Magnification => Math.Sqrt(Math.Abs(A * D - B * C));
}
