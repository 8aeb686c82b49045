using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Animals in and near the water.</summary>
static class Water
{
    public static Figure Fish(Dice dice, Dice pose)
    {
        double tall = dice.Between(0.35, 0.6), fin = dice.Between(0.2, 0.45), tail = dice.Between(0.35, 0.6);
        return new Drawing(pose, (artist, look) =>
        {
            Paint fins = look.Coat.On(Part.Tail);
            artist.Fill(Shape.Polygon(Spline.Closed((-0.45, 0), (-0.95, -tail), (-0.8, 0), (-0.95, tail))), fins);
            artist.Fill(Shape.Blob((0.35, -tall * 0.8), (-0.1, -tall - fin), (-0.45, -tall * 0.5), (0, -tall * 0.6)), fins);
            artist.Fill(Shape.Blob((0.1, tall * 0.8), (-0.2, tall + fin * 0.6), (-0.3, tall * 0.5)), fins);
            artist.Fill(Shape.Blob((0.95, 0.02), (0.6, -tall * 0.75), (0.1, -tall), (-0.55, -0.12), (-0.55, 0.12), (0.1, tall),
                (0.6, tall * 0.75)), look.Coat.On(Part.Body));
            artist.Detail(Shape.Curve(0.02, 0.02, (0.42, -tall * 0.7), (0.33, 0), (0.42, tall * 0.7)), look.Coat.Second, 0.7);
            artist.Fill(Shape.Blob((0.25, 0.05), (-0.1, 0.02), (-0.15, 0.25), (0.1, 0.25)), fins, volume: 0.6);
            Face.RoundEye(artist, look, (0.65, -tall * 0.25), 0.1);
            artist.Detail(Shape.Curve(0.02, 0.02, (0.93, 0.06), (0.83, 0.12), (0.74, 0.1)), Color.Black, 0.8);
        }, grounded: false);
    }

    public static Figure Whale(Dice dice, Dice pose)
    {
        double spout = dice.Between(0.25, 0.5), tail = dice.Between(0.3, 0.55), tall = dice.Between(0.45, 0.6);
        return new Drawing(pose, (artist, look) =>
        {
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                artist.Fill(Shape.Curve(0.04, 0.05, (0.35, -0.2), (0.35 + side * 0.1, -0.4 - spout * 0.7),
                    (0.35 + side * 0.3, -0.35 - spout * 0.5)), Paints.Solid(look.Bright[1].Lighter(0.6)), ink: false);
                artist.Fill(Shape.Blob((-0.75, -0.15), (-0.85 + side * 0.18, -0.2 - tail), (-0.85 + side * 0.35, -0.15 - tail),
                    (-0.68, -0.05)), look.Coat.On(Part.Tail));
            }
            artist.Fill(Shape.Blob((0.95, 0.25), (0.75, -0.15), (0.2, 0.25 - tall), (-0.4, 0.1), (-0.78, -0.25), (-0.68, 0.3),
                (-0.2, 0.75), (0.5, 0.8), (0.88, 0.6)), look.Coat.On(Part.Body));
            artist.Fill(Shape.Blob((0.9, 0.45), (0.3, 0.5), (-0.2, 0.72), (0.45, 0.8), (0.84, 0.65)), look.Coat.On(Part.Chest),
                volume: 0.5, ink: false);
            artist.Fill(Shape.Blob((0.2, 0.45), (-0.05, 0.95), (-0.2, 0.9), (0, 0.5)), look.Coat.On(Part.Leg));
            Face.RoundEye(artist, look, (0.6, 0.25), 0.06);
        }, grounded: false);
    }

    public static Figure Turtle(Dice dice, Dice pose)
    {
        double dome = dice.Between(0.55, 0.85), neck = dice.Between(0.05, 0.3), step = dice.Around(0, 0.12);
        return new Drawing(pose, (artist, look) =>
        {
            artist.Fill(Shape.Hull(((-0.7, 0.65), 0.08), ((-0.95, 0.78), 0.02)), look.Coat.On(Part.Tail));
            foreach (double x in (ReadOnlySpan<double>)[-0.45, 0.4])
                artist.Fill(Shape.Line(0.14, 0.13, (x, 0.6), (x + step, 0.87)), look.Coat.On(Part.Leg));
            Point head = (0.78, 0.35 - neck);
            artist.Fill(Shape.Curve(0.13, 0.11, (0.5, 0.6), (0.7, 0.5), head), look.Coat.On(Part.Leg));
            artist.Fill(Shape.Ellipse(head, 0.2, 0.17), look.Coat.On(Part.Leg));
            Face.RoundEye(artist, look, head + (0.07, -0.05), 0.05);
            Face.Smile(artist, head + (0.1, 0.08), 0.08);
            artist.Fill(Shape.Beziers((-0.8, 0.68), (-0.8, 0.68 - dome * 1.3), (0.65, 0.68 - dome * 1.3), (0.65, 0.68), (0.3, 0.75),
                (-0.4, 0.75), (-0.8, 0.68)), look.Coat.On(Part.Body));
            for (int i = -1; i <= 1; i++)
                artist.Fill(Shape.Ellipse((-0.08 + i * 0.4, 0.68 - dome * (0.5 - Math.Abs(i) * 0.12)), 0.16, dome * 0.22, i * 0.5),
                    Paints.Solid(look.Coat.Second), volume: 0.8);
            artist.Fill(Shape.Line(0.06, 0.06, (-0.82, 0.68), (0.67, 0.68)), Paints.Solid(look.Coat.Second));
        });
    }

    public static Figure Frog(Dice dice, Dice pose)
    {
        double wide = dice.Between(0.5, 0.62), eyes = dice.Between(0.15, 0.2), turn = dice.Around(0, 0.1);
        return new Drawing(pose, (artist, look) =>
        {
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                artist.Fill(Shape.Blob((side * 0.35, 0.2), (side * 0.95, 0.35), (side * 0.85, 0.8), (side * 0.4, 0.85)),
                    look.Coat.On(Part.Leg));
                artist.Fill(Shape.Line(0.06, 0.05, (side * 0.5, 0.88), (side * 0.92, 0.93)), look.Coat.On(Part.Paw));
            }
            artist.Fill(Shape.Ellipse((0, 0.4), wide, 0.5), look.Coat.On(Part.Body));
            artist.Fill(Shape.Ellipse((turn * 0.5, 0.5), wide * 0.65, 0.36), look.Coat.On(Part.Chest), volume: 0.5, ink: false);
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                {
                    Shape arm = Shape.Line(0.1, 0.07, (side * 0.33, 0.4), (side * 0.3, 0.75));
                    foreach (double finger in (ReadOnlySpan<double>)[0.18, 0.42])
                        arm.Add(Shape.Line(0.06, 0.04, (side * 0.3, 0.85), (side * finger, 0.95)));
                    artist.Fill(arm, look.Coat.On(Part.Paw));
                }
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                artist.Fill(Shape.Circle((turn + side * 0.36, -0.5), eyes * 1.35), look.Coat.On(Part.Head));
            artist.Fill(Shape.Ellipse((turn, -0.15), wide * 1.15, 0.4), look.Coat.On(Part.Head));
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                Face.RoundEye(artist, look, (turn + side * 0.36, -0.52), eyes, 0.5);
            artist.Detail(Shape.Curve(0.022, 0.022, (turn - wide * 0.9, -0.12), (turn, 0.06), (turn + wide * 0.9, -0.12)), Color.Black,
                0.85);
        });
    }

    public static Figure Octopus(Dice dice, Dice pose)
    {
        double[] curls = [.. Enumerable.Range(0, 6).Select(_ => dice.Around(0, 0.35))];
        double tall = dice.Between(0.5, 0.65);
        return new Drawing(pose, (artist, look) =>
        {
            for (int i = 0; i < 6; i++)
            {
                double x = (i - 2.5) / 2.5;
                artist.Fill(Shape.Curve(0.14, 0.05, (x * 0.3, 0.15), (x * 0.6, 0.5), (x * 0.75 + curls[i] * 0.5, 0.8),
                    (x * 0.75 + curls[i], 0.92)), look.Coat.On(Part.Leg));
            }
            artist.Fill(Shape.Ellipse((0, -0.3), 0.5, tall).Add(Shape.Ellipse((0, 0.12), 0.42, 0.25)), look.Coat.On(Part.Head));
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                Face.RoundEye(artist, look, (side * 0.18 + 0.05, -0.05), 0.11);
            Face.Smile(artist, (0.05, 0.18), 0.12);
        });
    }
}
