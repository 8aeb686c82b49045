using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Things;

/// <summary>What grows.</summary>
static class Garden
{
    public static Figure Tree(Dice dice, Dice pose)
    {
        bool fir = dice.Chance(0.4);
        double trunk = dice.Between(0.08, 0.16), crown = dice.Between(0.5, 0.75);
        Point[] puffs = [.. Enumerable.Range(0, 6).Select(i => Trig.Unit(Trig.Tau * i / 6) * dice.Between(0.25, 0.4))];
        return new Drawing(pose, (artist, look) =>
        {
            artist.Fill(Shape.Line(trunk, trunk * 1.3, (0, 0), (0, 0.9)), Paints.Solid(Color.Hex(0x7a5638)));
            Paint leaves = look.Coat.On(Part.Body);
            if (fir)
            {
                for (int i = 2; i >= 0; i--)
                    artist.Fill(Shape.Polygon((0, -1 + i * 0.4), (-crown * (0.5 + 0.25 * i), -0.25 + i * 0.42),
                        (crown * (0.5 + 0.25 * i), -0.25 + i * 0.42)), leaves, fur: 0.03);
                return;
            }
            Shape top = Shape.Circle((0, -0.35), crown * 0.65);
            foreach (Point puff in puffs)
                top.Add(Shape.Circle((0, -0.35) + puff, crown * 0.48));
            artist.Fill(top, leaves, fur: 0.05);
            for (int i = 0; i < 6; i++)
                artist.Fill(Shape.Circle((0, -0.35) + puffs[i] * 1.1, 0.06), Paints.Solid(look.Bright[0]), volume: 0.7);
        }, halfWidth: 0.85);
    }

    public static Figure Flower(Dice dice, Dice pose)
    {
        int petals = 5 + dice.Below(5);
        double wide = dice.Between(0.12, 0.2), heart = dice.Between(0.14, 0.24), bend = dice.Around(0, 0.25), turn = dice.Unit();
        return new Drawing(pose, (artist, look) =>
        {
            Paint green = Paints.Solid(Color.Hex(0x5f9448));
            Point head = (bend, -0.4);
            artist.Fill(Shape.Curve(0.04, 0.05, head, (bend * 0.2, 0.2), (0, 0.98)), green);
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                artist.Fill(Shape.Blob((0, 0.75), (side * 0.3, 0.35), (side * 0.6, 0.3), (side * 0.35, 0.65)), green);
            for (int i = 0; i < petals; i++)
            {
                double angle = Trig.Tau * (i + turn) / petals;
                artist.Fill(Shape.Ellipse(head + Trig.Unit(angle) * 0.34, 0.26, wide, angle), look.Coat.On(Part.Ear));
            }
            artist.Fill(Shape.Circle(head, heart), Paints.Dots(look.Bright[0], look.Bright[0] * 0.7, 0.08));
        }, halfWidth: 0.7);
    }

    public static Figure Mushroom(Dice dice, Dice pose)
    {
        double cap = dice.Between(0.7, 0.95), dome = dice.Between(0.7, 1.1), stem = dice.Between(0.18, 0.3);
        Point[] dots = [.. Enumerable.Range(0, 7).Select(i => new Point(-0.55 + 0.18 * i, dice.Between(0.25, 0.8)))];
        return new Drawing(pose, (artist, look) =>
        {
            artist.Fill(Shape.Hull(((0, -0.05), stem), ((0, 0.8), stem * 1.15)), look.Coat.On(Part.Chest));
            artist.Fill(Shape.Beziers((-cap, 0.1), (-cap, 0.1 - dome * 1.3), (cap, 0.1 - dome * 1.3), (cap, 0.1), (cap * 0.4, 0.22),
                (-cap * 0.4, 0.22), (-cap, 0.1)), look.Coat.On(Part.Body));
            foreach (Point dot in dots)
                artist.Fill(Shape.Circle((dot.X * cap, -dot.Y * dome * (1 - dot.X * dot.X) * 0.85), 0.08), Paints.Solid(Color.White),
                    volume: 0.4, ink: false);
        });
    }
}
