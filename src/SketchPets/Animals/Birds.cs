using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Birds: feathered drops with beaks.</summary>
static class Birds
{
    static Paint Beak(Look look) => Paints.Solid(Color.Mix(look.Bright[0], Color.Hex(0xe8a13a), 0.6));

    public static Figure Owl(Dice dice, Dice pose)
    {
        double turn = dice.Around(0, 0.18), tufts = dice.Between(0.1, 0.3), eyes = dice.Between(0.22, 0.28),
            wide = dice.Between(0.58, 0.72);
        return new Drawing(pose, (artist, look) =>
        {
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                artist.Fill(Shape.Polygon((side * 0.15, -0.75), (side * 0.5, -0.72 - tufts), (side * 0.62, -0.45)), look.Coat.On(Part.Ear),
                    fur: 0.02);
                artist.Fill(Shape.Line(0.07, 0.05, (side * 0.2, 0.8), (side * 0.26, 0.95)), Beak(look));
            }
            artist.Fill(Shape.Ellipse((0, 0.2), wide, 0.7), look.Coat.On(Part.Body), fur: 0.03);
            artist.Fill(Shape.Ellipse((turn, 0.32), wide * 0.62, 0.48), look.Coat.On(Part.Chest), fur: 0.03, ink: false);
            for (int row = 0; row < 3; row++)
            {
                for (int i = -2; i <= 2; i++)
                    artist.Detail(Shape.Curve(0.018, 0.018, (turn + i * 0.16 - 0.06, 0.12 + row * 0.17),
                        (turn + i * 0.16, 0.2 + row * 0.17), (turn + i * 0.16 + 0.06, 0.12 + row * 0.17)), look.Coat.Second, 0.7);
            }
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                artist.Fill(Shape.Blob((side * wide * 0.85, -0.25), (side * wide * 1.12, 0.3), (side * wide * 0.75, 0.75),
                    (side * wide * 0.68, 0.2)), look.Coat.On(Part.Leg));
            artist.Fill(Shape.Ellipse((0, -0.42), wide, 0.44), look.Coat.On(Part.Head), fur: 0.03);
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                artist.Fill(Shape.Circle((turn + side * 0.27, -0.42), eyes * 1.3), look.Coat.On(Part.Muzzle), volume: 0.4, ink: false);
                Face.RoundEye(artist, look, (turn + side * 0.27, -0.42), eyes);
            }
            artist.Fill(Shape.Hull(((turn * 1.3, -0.36), 0.09), ((turn * 1.4, -0.14), 0.02)), Beak(look));
        }, halfWidth: 0.75);
    }

    public static Figure Duck(Dice dice, Dice pose)
    {
        double neck = dice.Between(0.25, 0.5), head = dice.Between(0.22, 0.28), bill = dice.Between(0.28, 0.42);
        return new Drawing(pose, (artist, look) =>
        {
            artist.Fill(Shape.Line(0.04, 0.04, (0.05, 0.6), (0.05, 0.95)).Add(Shape.Line(0.05, 0.04, (0.05, 0.95), (0.25, 0.96))),
                Beak(look));
            artist.Fill(Shape.Blob((0.6, 0.1), (0.45, 0.6), (0, 0.72), (-0.5, 0.55), (-0.98, 0.02), (-0.4, 0.12), (0.1, 0.08)),
                look.Coat.On(Part.Body), fur: 0.01);
            Point top = (0.55, -0.1 - neck);
            artist.Fill(Shape.Curve(0.24, 0.15, (0.35, 0.3), (0.5, 0.05), top), look.Coat.On(Part.Leg));
            artist.Fill(Shape.Hull((top + (head * 0.7, 0.02), 0.09), (top + (head + bill, 0.1), 0.055)), Beak(look));
            artist.Fill(Shape.Ellipse(top, head * 1.1, head), look.Coat.On(Part.Ear));
            artist.Fill(Shape.Blob((0.3, 0.2), (0, 0.55), (-0.55, 0.4), (-0.75, 0.12), (-0.2, 0.12)), look.Coat.On(Part.Paw), volume: 0.8);
            Face.RoundEye(artist, look, top + (head * 0.4, -head * 0.2), 0.055);
        });
    }

    public static Figure Penguin(Dice dice, Dice pose)
    {
        double lean = dice.Around(0, 0.1), look0 = dice.Around(0.1, 0.2), flap = dice.Between(0.05, 0.4);
        return new Drawing(pose, (artist, look) =>
        {
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                artist.Fill(Shape.Ellipse((side * 0.2 + 0.05, 0.93), 0.19, 0.07), Beak(look));
                artist.Fill(Shape.Hull(((side * 0.38, -0.2), 0.1), ((side * (0.55 + flap), 0.4), 0.05)), look.Coat.On(Part.Leg));
            }
            artist.Fill(Shape.Ellipse((0, 0.25), 0.48, 0.68), Paints.Solid(look.Coat.Ground));
            artist.Fill(Shape.Ellipse((0.05, 0.35), 0.34, 0.52), Paints.Solid(look.Coat.Second), volume: 0.5, ink: false);
            Artist head = artist.In(Affine.Place((lean, -0.55), 1));
            head.Fill(Shape.Ellipse((0, 0), 0.33, 0.36), Paints.Solid(look.Coat.Ground));
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                head.Fill(Shape.Ellipse((look0 + side * 0.13, 0.03), 0.14, 0.17), Paints.Solid(look.Coat.Second), volume: 0.3, ink: false);
                Face.RoundEye(head, look, (look0 + side * 0.12, -0.03), 0.06, 0.75);
            }
            head.Fill(Shape.Hull(((look0, 0.1), 0.07), ((look0 + 0.18, 0.16), 0.02)), Beak(look));
        }, halfWidth: 0.7);
    }

    public static Figure Chicken(Dice dice, Dice pose)
    {
        double tail = dice.Between(0.3, 0.6), comb = dice.Between(0.07, 0.13), neck = dice.Between(0.4, 0.6);
        return new Drawing(pose, (artist, look) =>
        {
            Paint red = Paints.Solid(look.Tongue * 0.85);
            foreach (double x in (ReadOnlySpan<double>)[-0.12, 0.14])
            {
                Shape toes = Shape.Line(0.03, 0.015, (x - 0.08, 0.97), (x + 0.18, 0.97));
                artist.Fill(Shape.Line(0.035, 0.03, (x, 0.5), (x + 0.02, 0.93)).Add(toes), Beak(look));
            }
            for (int i = 0; i < 4; i++)
                artist.Fill(Shape.Curve(0.12, 0.05, (-0.4, 0.15), (-0.75, -0.1 - i * 0.08), (-0.8 + i * 0.12, -0.2 - tail + i * 0.03)),
                    look.Coat.On(Part.Tail));
            artist.Fill(Shape.Blob((0.55, 0), (0.4, 0.5), (0, 0.65), (-0.5, 0.4), (-0.65, -0.1), (-0.1, 0.05)), look.Coat.On(Part.Body),
                fur: 0.02);
            Point head = (0.55, 0.05 - neck);
            artist.Fill(Shape.Hull(((0.32, 0.12), 0.27), (head, 0.17)), look.Coat.On(Part.Chest), fur: 0.03);
            for (int i = -1; i <= 1; i++)
                artist.Fill(Shape.Circle(head + (i * 0.12, -0.2 + Math.Abs(i) * 0.04), comb), red);
            artist.Fill(Shape.Circle(head, 0.2), look.Coat.On(Part.Ear), fur: 0.01);
            artist.Fill(Shape.Ellipse(head + (0.17, 0.22), 0.06, 0.11), red);
            artist.Fill(Shape.Hull((head + (0.17, 0.02), 0.07), (head + (0.38, 0.06), 0.015)), Beak(look));
            artist.Fill(Shape.Blob((0.25, 0.12), (-0.05, 0.42), (-0.45, 0.2), (-0.1, 0.05)), look.Coat.On(Part.Leg), volume: 0.8);
            Face.RoundEye(artist, look, head + (0.06, -0.04), 0.05);
        });
    }
}
