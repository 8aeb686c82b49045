namespace SketchPets.Raster;

/// <summary>
/// Sine and cosine from + − × and ÷ only. IEEE 754 fixes these to the last bit; it leaves the library's sine to each platform,
/// and a drawing must have the same bytes on all of them.
/// </summary>
static class Trig
{
    public const double Tau = 2 * Math.PI;

    public static double Sin(double radians)
    {
        double x = radians - Tau * Math.Floor(radians / Tau + 0.5);
        if (x > Math.PI / 2)
            x = Math.PI - x;
        else if (x < -Math.PI / 2)
            x = -Math.PI - x;
        double s = x * x;
        return x * (1 - s / 6 * (1 - s / 20 * (1 - s / 42 * (1 - s / 72 * (1 - s / 110 * (1 - s / 156))))));
    }

    public static double Cos(double radians) => Sin(radians + Math.PI / 2);

    /// <summary>The point at this angle on the unit circle; with y down, angles run clockwise from the right.</summary>
    public static Point Unit(double radians) => new(Cos(radians), Sin(radians));

    public static double Degrees(double degrees) => degrees * Math.PI / 180;
}
