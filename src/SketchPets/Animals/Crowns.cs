using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>What grows on heads besides ears.</summary>
static class Crowns
{
    static readonly int[] sides = [-1, 1];

    /// <summary>A horn on each side, that rises and bends outwards (or, with a negative bend, inwards).</summary>
    public static Action<Artist, Look, Func<Point3, Point>> Horns(double length, double bend, double thick = 0.12) =>
        (artist, look, flat) =>
    {
        foreach (int side in sides)
        {
            Point[] line = [flat((side * 0.35, -0.75, 0.1)), flat((side * (0.4 + bend * 0.5), -0.75 - length * 0.6, 0)),
                flat((side * (0.4 + bend), -0.75 - length, -0.1))];
            artist.Fill(Shape.Curve(thick, 0.02, line), Paints.Linear(line[0], look.Nose.Lighter(0.3), line[2], look.Nose.Lighter(0.75)));
        }
    };

    /// <summary>Branching antlers.</summary>
    public static Action<Artist, Look, Func<Point3, Point>> Antlers(double length) => (artist, look, flat) =>
    {
        foreach (int side in sides)
        {
            Point Up(double x, double y) => flat((side * (0.3 + x * length), -0.75 - y * length, -0.1));
            Paint horn = Paints.Solid(look.Nose.Lighter(0.45));
            Shape beam = Shape.Curve(0.09, 0.03, Up(0, 0), Up(0.45, 0.45), Up(0.4, 1));
            Shape tines = Shape.Line(0.06, 0.02, Up(0.2, 0.22), Up(0.05, 0.6)).Add(Shape.Line(0.06, 0.02, Up(0.45, 0.5), Up(0.85, 0.75)));
            artist.Fill(beam.Add(tines), horn);
        }
    };

    /// <summary>Two stumps with knobs.</summary>
    public static void Ossicones(Artist artist, Look look, Func<Point3, Point> flat)
    {
        foreach (int side in sides)
        {
            Point root = flat((side * 0.3, -0.7, 0)), knob = flat((side * 0.36, -1.35, -0.05));
            artist.Fill(Shape.Line(0.1, 0.08, root, knob), look.Coat.On(Part.Ear));
            artist.Fill(Shape.Circle(knob, 0.14), Paints.Solid(look.Nose));
        }
    }

    /// <summary>Hair down the neck behind the head.</summary>
    public static void Mane(Artist artist, Look look, Func<Point3, Point> flat)
    {
        Shape mane = new();
        for (int i = 0; i <= 6; i++)
            mane.Add(Shape.Circle(flat((0, -1.05 + i * 0.42, -0.35 - i * 0.22)), 0.36));
        artist.Fill(mane, Paints.Solid(look.Coat.Second), fur: 0.08);
    }

    /// <summary>A tuft that falls over the forehead.</summary>
    public static Action<Artist, Look, Func<Point3, Point>> Tuft(double size) => (artist, look, flat) =>
    {
        Shape tuft = new();
        for (int i = -1; i <= 1; i++)
            tuft.Add(Shape.Hull((flat((i * size * 0.5, -0.98, 0.2)), size * 0.45),
                (flat((i * size * 0.6, -0.98 + size, 0.75)), size * 0.12)));
        artist.Fill(tuft, Paints.Solid(look.Coat.Second), fur: 0.05);
    };

    /// <summary>A cap of wool.</summary>
    public static void Wool(Artist artist, Look look, Func<Point3, Point> flat)
    {
        Shape wool = new();
        for (int i = -2; i <= 2; i++)
            wool.Add(Shape.Circle(flat((i * 0.3, -0.9 + Math.Abs(i) * 0.1, 0.3)), 0.3));
        artist.Fill(wool, look.Coat.On(Part.Body), fur: 0.1);
    }

    /// <summary>A trunk from between the eyes to the ground, with tusks when they are long enough.</summary>
    public static Action<Artist, Look, Func<Point3, Point>> Trunk(double length, double swing, double tusks) => (artist, look, flat) =>
    {
        foreach (int side in sides)
        {
            if (tusks > 0)
                artist.Fill(Shape.Curve(0.1, 0.03, flat((side * 0.38, 0.5, 0.8)), flat((side * 0.5, 0.85, 1.1)),
                    flat((side * 0.45, 0.8 + tusks * 0.2, 1.2 + tusks))), Paints.Solid(Color.White));
        }
        Point[] line = [flat((0, 0.15, 0.85)), flat((0, 0.65, 1.15)), flat((swing * 0.4, 0.6 + length * 0.5, 1.2)),
            flat((swing, 0.6 + length, 1.35)), flat((swing * 1.6, 0.45 + length, 1.6))];
        artist.Fill(Shape.Curve(0.38, 0.13, line), look.Coat.On(Part.Head));
        for (int i = 1; i < 4; i++)
        {
            Point p = Point.Mix(line[i], line[i - 1], 0.4);
            artist.Detail(Shape.Line(0.02, 0.02, p - (0.2, 0), p + (0.2, 0)), look.Coat.Ground * 0.4, 0.5);
        }
    };
}
