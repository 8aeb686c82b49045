namespace SketchPets.Raster;

/// <summary>The usual paints.</summary>
static class Paints
{
    public static Paint Solid(Color color) => (_, _) => color;

    /// <summary>From one colour at one point to another colour at another point.</summary>
    public static Paint Linear(Point from, Color first, Point to, Color second)
    {
        Point along = to - from;
        double length = along.X * along.X + along.Y * along.Y;
        return (x, y) => Color.Mix(first, second, Math.Clamp(((x - from.X) * along.X + (y - from.Y) * along.Y) / length, 0, 1));
    }

    public static Paint Radial(Point centre, double radius, Color inner, Color outer) =>
        (x, y) => Color.Mix(inner, outer, Math.Clamp((new Point(x, y) - centre).Length / radius, 0, 1));

    /// <summary>Stripes across an angle, each <paramref name="width"/> wide.</summary>
    public static Paint Stripes(Color first, Color second, double width, double radians)
    {
        Point across = Trig.Unit(radians);
        return (x, y) =>
        {
            double t = (x * across.X + y * across.Y) / width;
            return t - 2 * Math.Floor(t / 2) < 1 ? first : second;
        };
    }

    public static Paint Dots(Color ground, Color dot, double spacing) => (x, y) =>
    {
        double row = Math.Floor(y / spacing);
        double u = x / spacing + (row - 2 * Math.Floor(row / 2)) * 0.5;
        u -= Math.Floor(u) + 0.5;
        double v = y / spacing - row - 0.5;
        return u * u + v * v < 0.07 ? dot : ground;
    };

    /// <summary>A paint whose brightness goes up and down in patches: cloth, plaster, grass.</summary>
    public static Paint Rough(Paint paint, Noise noise, double fineness, double strength) =>
        (x, y) => paint(x, y) * (1 + strength * noise.Fractal(x * fineness, y * fineness, 3));
}
