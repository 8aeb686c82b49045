using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Things;

/// <summary>Things of a household.</summary>
static class Home
{
    public static Figure House(Dice dice, Dice pose)
    {
        double wide = dice.Between(0.6, 0.85), eaves = dice.Between(-0.25, 0.15), ridge = dice.Between(-0.95, -0.65),
            door = dice.Around(0, 0.35);
        return new Drawing(pose, (artist, look) =>
        {
            artist.Fill(Shape.Box(0.3, ridge + 0.05, 0.48, eaves), Paints.Solid(look.Bright[2] * 0.8));
            artist.Fill(Shape.Box(-wide, eaves, wide, 0.97), look.Coat.On(Part.Body), volume: 0.5);
            artist.Fill(Shape.Polygon((-wide - 0.14, eaves + 0.04), (0, ridge), (wide + 0.14, eaves + 0.04)),
                Paints.Solid(look.Bright[0] * 0.85), volume: 0.7);
            artist.Fill(Shape.Box(door - 0.15, 0.45, door + 0.15, 0.97), Paints.Solid(look.Bright[1]), volume: 0.5);
            artist.Detail(Shape.Circle((door + 0.08, 0.72), 0.025), Color.White);
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                double x = side * wide * 0.62;
                if (Math.Abs(x - door) < 0.33)
                    continue;
                artist.Fill(Shape.Box(x - 0.16, eaves + 0.18, x + 0.16, eaves + 0.5), Paints.Solid(Color.White), volume: 0.3);
                foreach (int pane in (ReadOnlySpan<int>)[-1, 1])
                    artist.Detail(Shape.Box(x + pane * 0.07 - 0.055, eaves + 0.22, x + pane * 0.07 + 0.055, eaves + 0.46),
                        look.Bright[2].Lighter(0.3));
            }
        });
    }

    public static Figure Cup(Dice dice, Dice pose)
    {
        double top = dice.Between(0.5, 0.68), bottom = dice.Between(0.35, 0.6), tall = dice.Between(0.55, 0.85),
            steam = dice.Around(0, 0.15);
        return new Drawing(pose, (artist, look) =>
        {
            double rim = 0.95 - 2 * tall;
            artist.Fill(Shape.Curve(0.08, 0.08, (top * 0.8, rim + 0.25), (0.95, rim + 0.35), (0.9, 0.5), (bottom * 0.8, 0.65)),
                look.Coat.On(Part.Tail));
            artist.Fill(Shape.Hull(((-top + 0.05, rim), 0.05), ((top - 0.05, rim), 0.05), ((-bottom + 0.12, 0.84), 0.12),
                ((bottom - 0.12, 0.84), 0.12)), look.Coat.On(Part.Body));
            artist.Fill(Shape.Ellipse((0, rim), top, 0.14), Paints.Solid(look.Coat.Ground.Lighter(0.3)), volume: 0.3);
            artist.Fill(Shape.Ellipse((0, rim + 0.02), top * 0.86, 0.1), Paints.Solid(look.Bright[0] * 0.6), volume: 0, ink: false);
            for (int i = -1; i <= 1; i++)
                artist.Detail(Shape.Curve(0.03, 0.01, (i * 0.25, rim - 0.1), (i * 0.25 + steam, rim - 0.25), (i * 0.25 - steam, rim - 0.4),
                    (i * 0.25, rim - 0.5)), Color.White, 0.6);
        });
    }

    public static Figure Chair(Dice dice, Dice pose)
    {
        double seat = dice.Between(0.15, 0.3), lean = dice.Between(0, 0.15), back = dice.Between(0.75, 0.98);
        int bars = 2 + dice.Below(3);
        return new Drawing(pose, (artist, look) =>
        {
            Paint wood = look.Coat.On(Part.Body);
            artist.Fill(Legs(0.3, -0.3, seat - 0.12, 0.8), wood);
            foreach (double x in (ReadOnlySpan<double>)[-0.48, 0.1])
                artist.Fill(Shape.Line(0.055, 0.055, (x + 0.15, seat), (x - lean + 0.15, -back)), wood);
            for (int i = 0; i < bars; i++)
            {
                double y = -back + 0.12 + i * 0.28;
                artist.Fill(Shape.Rounded(-0.34 - lean * 0.8, y - 0.07, 0.26 - lean * 0.8, y + 0.07, 0.05), wood);
            }
            artist.Fill(Shape.Polygon((-0.5, seat + 0.1), (0.4, seat + 0.1), (0.55, seat - 0.12), (-0.32, seat - 0.12)),
                Paints.Solid(look.Bright[0]));
            artist.Fill(Shape.Box(-0.5, seat + 0.08, 0.42, seat + 0.18), wood);
            artist.Fill(Legs(0.38, -0.46, seat + 0.15, 0.94), wood);
        }, halfWidth: 0.7);

        static Shape Legs(double right, double left, double top, double bottom) =>
            Shape.Line(0.06, 0.05, (right, top), (right + 0.04, bottom)).Add(Shape.Line(0.06, 0.05, (left, top), (left - 0.04, bottom)));
    }

    public static Figure Clock(Dice dice, Dice pose)
    {
        double hour = dice.Between(0, Trig.Tau), minute = dice.Between(0, Trig.Tau), bells = dice.Unit(), ring = dice.Between(0.08, 0.15);
        return new Drawing(pose, (artist, look) =>
        {
            Point centre = (0, 0.12);
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            {
                artist.Fill(Shape.Line(0.06, 0.05, (side * 0.4, 0.7), (side * 0.55, 0.95)), Paints.Solid(look.Bright[1]));
                if (bells < 0.6)
                    artist.Fill(Shape.Ellipse((side * 0.42, -0.68), 0.26, 0.18, side * 0.6), Paints.Solid(look.Bright[1]));
            }
            artist.Fill(Shape.Circle(centre, 0.78), look.Coat.On(Part.Body));
            artist.Fill(Shape.Circle(centre, 0.78 - ring), Paints.Solid(Color.White), volume: 0.3, ink: false);
            for (int i = 0; i < 12; i++)
                artist.Detail(Shape.Line(0.025, 0.025, centre + Trig.Unit(i * Trig.Tau / 12) * 0.5,
                    centre + Trig.Unit(i * Trig.Tau / 12) * 0.57), Color.Black);
            artist.Detail(Shape.Line(0.045, 0.03, centre, centre + Trig.Unit(hour) * 0.32), Color.Black);
            artist.Detail(Shape.Line(0.035, 0.02, centre, centre + Trig.Unit(minute) * 0.48), look.Bright[0] * 0.7);
            artist.Detail(Shape.Circle(centre, 0.06), Color.Black);
        }, halfWidth: 0.85);
    }

    public static Figure Shoe(Dice dice, Dice pose)
    {
        double ankle = dice.Between(-0.55, 0), sole = dice.Between(0.1, 0.2), toe = dice.Between(0.3, 0.45);
        return new Drawing(pose, (artist, look) =>
        {
            artist.Fill(Shape.Beziers((-0.85, 0.85), (-0.9, 0.5), (-0.85, 0.2), (-0.8, ankle), (-0.6, ankle - 0.05), (-0.3, ankle - 0.02),
                (-0.15, ankle + 0.05), (0, 0.25), (0.3, 0.35), (0.6, 0.85 - toe), (0.95, 0.9 - toe), (1, 0.7), (0.95, 0.85)),
                look.Coat.On(Part.Body));
            artist.Fill(Shape.Ellipse((0.68, 0.72), 0.28, 0.16), look.Coat.On(Part.Muzzle), volume: 0.6, ink: false);
            artist.Fill(Shape.Rounded(-0.95, 0.97 - sole, 1, 0.97, sole * 0.45), Paints.Solid(look.Bright[1].Lighter(0.3)));
            for (int i = 0; i < 4; i++)
            {
                Point at = Point.Mix((-0.12, ankle + 0.2), (0.42, 0.42), i / 3.0);
                artist.Fill(Shape.Line(0.035, 0.035, at + (-0.14, 0.05), at + (0.06, -0.04)), Paints.Solid(look.Bright[0]), volume: 0.4);
            }
            artist.Detail(Shape.Curve(0.05, 0.03, (-0.6, 0.7), (-0.2, 0.65), (0.1, 0.5)), look.Bright[0]);
        });
    }

    public static Figure Umbrella(Dice dice, Dice pose)
    {
        double dome = dice.Between(0.6, 0.85), hook = dice.Sign() * 0.14, lean = dice.Around(0, 0.4);
        return new Drawing(pose, (artist, look) =>
        {
            artist = artist.In(Affine.Rotate(lean));
            artist.Fill(Shape.Curve(0.035, 0.035, (0, -0.9), (0, 0), (0, 0.75), (hook, 0.92), (hook * 2, 0.75)),
                Paints.Solid(Color.Hex(0x6a4a35)));
            Paint cloth = look.Coat.On(Part.Body);
            Shape canopy = Shape.Beziers((-0.95, 0.05), (-0.9, 0.05 - dome * 1.25), (0.9, 0.05 - dome * 1.25), (0.95, 0.05), (0.85, -0.08),
                (0.5, -0.08), (0.4, 0.05), (0.25, -0.08), (-0.25, -0.08), (-0.4, 0.05), (-0.5, -0.08), (-0.85, -0.08), (-0.95, 0.05));
            artist.Fill(canopy, cloth);
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                artist.Detail(Shape.Curve(0.014, 0.014, (0, 0.05 - dome * 0.94), (side * 0.3, -dome * 0.55), (side * 0.4, 0.05)),
                    Color.Black, 0.6);
        });
    }

    public static Figure Guitar(Dice dice, Dice pose)
    {
        double lean = dice.Around(0.3, 0.5), waist = dice.Between(0.26, 0.32), bout = dice.Between(0.4, 0.5);
        return new Drawing(pose, (artist, look) =>
        {
            artist = artist.In(Affine.Rotate(lean));
            artist.Fill(Shape.Line(0.055, 0.05, (0, 0.1), (0, -0.8)), Paints.Solid(Color.Hex(0x5a3b28)));
            artist.Fill(Shape.Rounded(-0.1, -0.98, 0.1, -0.72, 0.04), Paints.Solid(look.Bright[1] * 0.8));
            artist.Fill(Shape.Blob((0, 0.95), (-bout * 0.9, 0.82), (-bout, 0.55), (-waist, 0.25), (-bout * 0.78, 0), (-0.2, -0.14),
                (0.2, -0.14), (bout * 0.78, 0), (waist, 0.25), (bout, 0.55), (bout * 0.9, 0.82)), look.Coat.On(Part.Body));
            artist.Fill(Shape.Circle((0, 0.25), 0.15), Paints.Solid(Color.Black), volume: 0);
            artist.Fill(Shape.Box(-0.18, 0.62, 0.18, 0.7), Paints.Solid(Color.Hex(0x3c2a20)));
            for (int i = -1; i <= 1; i++)
                artist.Detail(Shape.Line(0.008, 0.008, (i * 0.03, -0.85), (i * 0.04, 0.65)), Color.White, 0.8);
        }, halfWidth: 0.8);
    }
}
