using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Animals without bones.</summary>
static class Small
{
    public static Figure Snail(Dice dice, Dice pose)
    {
        double shell = dice.Between(0.5, 0.62), stalk = dice.Between(0.25, 0.45), turns = dice.Between(2, 3);
        return new Drawing(pose, (artist, look) =>
        {
            foreach (double x in (ReadOnlySpan<double>)[0.62, 0.82])
            {
                Point tip = (x + 0.1, 0.35 - stalk);
                artist.Fill(Shape.Line(0.045, 0.035, (x, 0.6), tip), look.Coat.On(Part.Leg));
                Face.RoundEye(artist, look, tip, 0.07, 0.7);
            }
            artist.Fill(Shape.Blob((0.95, 0.62), (0.8, 0.45), (0.5, 0.62), (-0.4, 0.7), (-1, 0.95), (0, 0.97), (0.7, 0.95)),
                look.Coat.On(Part.Leg));
            Face.Smile(artist, (0.8, 0.7), 0.08);
            Point centre = (-0.2, 0.78 - shell);
            artist.Fill(Shape.Circle(centre, shell), look.Coat.On(Part.Body));
            Point[] spiral = [.. Enumerable.Range(0, 60).Select(i =>
                centre + Trig.Unit(i / 60.0 * turns * Trig.Tau) * (shell * 0.95 * (1 - i / 62.0)))];
            artist.Detail(Shape.Line(0.045, 0.025, spiral), look.Coat.Second);
        });
    }

    public static Figure Butterfly(Dice dice, Dice pose)
    {
        double upper = dice.Between(0.75, 0.95), lower = dice.Between(0.5, 0.75), fold = dice.Between(0.55, 1),
            spot = dice.Between(0.1, 0.2);
        return new Drawing(pose, (artist, look) =>
        {
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                double w = side * (side < 0 ? fold : 1);
                artist.Fill(Shape.Blob((w * 0.05, 0.05), (w * lower * 0.7, 0.1), (w * lower, 0.55), (w * 0.45, 0.9), (w * 0.15, 0.5)),
                    look.Coat.On(Part.Leg));
                artist.Fill(Shape.Blob((w * 0.05, -0.1), (w * 0.35, -0.75), (w * upper, -0.9), (w * upper, -0.25), (w * 0.5, 0.12)),
                    look.Coat.On(Part.Body));
                artist.Fill(Shape.Ellipse((w * upper * 0.68, -0.48), spot * fold, spot), Paints.Solid(look.Bright[0]), volume: 0.3);
                artist.Fill(Shape.Ellipse((w * lower * 0.6, 0.48), spot * 0.8 * fold, spot * 0.8), Paints.Solid(look.Bright[1]),
                    volume: 0.3);
                artist.Detail(Shape.Curve(0.018, 0.03, (side * 0.03, -0.45), (side * 0.12, -0.75), (side * 0.28, -0.92)), Color.Black);
            }
            artist.Fill(Shape.Hull(((0, -0.4), 0.09), ((0, 0.5), 0.06)), Paints.Solid(look.Coat.Second));
            artist.Fill(Shape.Circle((0, -0.45), 0.11), Paints.Solid(look.Coat.Second));
        }, grounded: false);
    }

    public static Figure Spider(Dice dice, Dice pose)
    {
        double knee = dice.Between(0.3, 0.6), abdomen = dice.Between(0.36, 0.48), thread = dice.Unit();
        return new Drawing(pose, (artist, look) =>
        {
            if (thread < 0.5)
                artist.Detail(Shape.Line(0.01, 0.01, (0, -2), (0, 0)), Color.White, 0.8);
            for (int i = 0; i < 4; i++)
            {
                foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                {
                    double y = -0.1 + i * 0.14;
                    artist.Fill(Shape.Line(0.045, 0.025, (side * 0.2, y + 0.15), (side * (0.5 + 0.05 * i), y - knee + i * 0.15),
                        (side * (0.95 - 0.08 * Math.Abs(i - 1)), 0.35 + i * 0.17)), look.Coat.On(Part.Leg));
                }
            }
            artist.Fill(Shape.Ellipse((0, -0.15), abdomen, abdomen * 1.05), look.Coat.On(Part.Body), fur: 0.02);
            artist.Fill(Shape.Circle((0, 0.35), 0.26), look.Coat.On(Part.Head), fur: 0.02);
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                Face.RoundEye(artist, look, (side * 0.1, 0.36), 0.08, 0.7);
                Face.RoundEye(artist, look, (side * 0.2, 0.24), 0.04, 0.7);
            }
            Face.Smile(artist, (0, 0.53), 0.07);
        });
    }
}
