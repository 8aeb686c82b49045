using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Things;

static class Vehicles
{
    static void Wheel(Artist artist, Look look, Point at, double radius)
    {
        artist.Fill(Shape.Circle(at, radius), Paints.Solid(Color.Hex(0x2c2b30)));
        artist.Fill(Shape.Circle(at, radius * 0.5), Paints.Solid(look.Bright[2].Lighter(0.4)));
    }

    public static Figure Car(Dice dice, Dice pose)
    {
        double roof = dice.Between(0.35, 0.6), front = dice.Between(0.35, 0.6), back = dice.Between(0.4, 0.75),
            wheel = dice.Between(0.19, 0.26);
        return new Drawing(pose, (artist, look) =>
        {
            Paint glass = Paints.Linear((0, 0.2 - roof), look.Bright[1].Lighter(0.7), (0, 0.3), look.Bright[1].Lighter(0.2));
            artist.Fill(Shape.Hull(((-back + 0.12, 0.22 - roof), 0.12), ((front - 0.2, 0.22 - roof), 0.12), ((-back - 0.1, 0.3), 0.06),
                ((front + 0.1, 0.3), 0.06)), look.Coat.On(Part.Body));
            artist.Fill(Shape.Polygon((-back + 0.1, 0.22 - roof), (-0.05, 0.22 - roof), (-0.05, 0.25), (-back, 0.25)), glass, volume: 0.3);
            artist.Fill(Shape.Polygon((0.05, 0.22 - roof), (front - 0.2, 0.22 - roof), (front, 0.25), (0.05, 0.25)), glass, volume: 0.3);
            artist.Fill(Shape.Rounded(-0.97, 0.2, 0.97, 0.75, 0.18), look.Coat.On(Part.Body));
            artist.Detail(Shape.Line(0.012, 0.012, (0, 0.25), (0, 0.68)), Color.Black, 0.6);
            artist.Fill(Shape.Ellipse((0.9, 0.42), 0.08, 0.1), Paints.Solid(Color.Hex(0xffeeb0)), volume: 0.5);
            Wheel(artist, look, (-0.52, 0.97 - wheel), wheel);
            Wheel(artist, look, (0.52, 0.97 - wheel), wheel);
        });
    }

    public static Figure Boat(Dice dice, Dice pose)
    {
        double mast = dice.Between(0.8, 0.95), jib = dice.Between(0.4, 0.7), main = dice.Between(0.5, 0.8);
        return new Drawing(pose, (artist, look) =>
        {
            artist.Fill(Shape.Line(0.03, 0.025, (0, 0.5), (0, -mast)), Paints.Solid(Color.Hex(0x7b5a3c)));
            artist.Fill(Shape.Beziers((0.05, -mast + 0.05), (0.3, -0.4), (main, 0), (main, 0.35), (0.4, 0.3), (0.2, 0.35), (0.05, 0.35),
                (0.05, 0), (0.05, -0.5), (0.05, -mast + 0.05)), look.Coat.On(Part.Body));
            artist.Fill(Shape.Polygon((-0.05, -mast + 0.15), (-jib, 0.35), (-0.05, 0.35)), Paints.Solid(look.Bright[0]));
            artist.Fill(Shape.Beziers((-0.95, 0.5), (-0.4, 0.56), (0.4, 0.56), (0.95, 0.42), (0.85, 0.8), (0.7, 0.95), (0.5, 0.95),
                (0.2, 0.97), (-0.3, 0.97), (-0.55, 0.95), (-0.75, 0.9), (-0.88, 0.7), (-0.95, 0.5)), look.Coat.On(Part.Leg));
            artist.Detail(Shape.Line(0.03, 0.03, (-0.85, 0.64), (0.86, 0.6)), look.Bright[1]);
        });
    }

    public static Figure Bicycle(Dice dice, Dice pose)
    {
        double wheel = dice.Between(0.36, 0.44), high = dice.Between(0.1, 0.3), basket = dice.Unit();
        return new Drawing(pose, (artist, look) =>
        {
            Point back = (-0.55, 0.97 - wheel), front = (0.55, 0.97 - wheel), pedal = (-0.05, 0.62), seat = (-0.22, -high),
                bar = (0.38, -high - 0.08);
            foreach (Point hub in (ReadOnlySpan<Point>)[back, front])
            {
                for (int i = 0; i < 8; i++)
                    artist.Detail(Shape.Line(0.008, 0.008, hub, hub + Trig.Unit(i * Trig.Tau / 8) * wheel), Color.Hex(0x9a9aa2), 0.8);
                artist.Fill(Shape.Circle(hub, wheel).Outline(0.045), Paints.Solid(Color.Hex(0x2c2b30)), volume: 0.5, ink: false);
            }
            Paint frame = look.Coat.On(Part.Body);
            Shape tubes = Shape.Line(0.04, 0.04, back, pedal, bar, seat, pedal);
            tubes.Add(Shape.Line(0.035, 0.035, back, seat)).Add(Shape.Line(0.04, 0.04, front, bar, bar + (-0.03, -0.15)));
            artist.Fill(tubes, frame, volume: 0.6);
            artist.Fill(Shape.Ellipse(seat + (-0.02, -0.08), 0.18, 0.06), Paints.Solid(Color.Hex(0x3a2b26)));
            artist.Fill(Shape.Curve(0.035, 0.035, bar + (-0.16, -0.2), bar + (0, -0.17), bar + (0.14, -0.05)),
                Paints.Solid(Color.Hex(0x3a2b26)));
            artist.Fill(Shape.Circle(pedal, 0.1), Paints.Solid(look.Bright[2]));
            if (basket < 0.5)
                artist.Fill(Shape.Polygon(bar + (0.1, 0.02), bar + (0.5, 0.02), bar + (0.44, 0.3), bar + (0.16, 0.3)),
                    Paints.Stripes(look.Bright[0], look.Bright[0] * 0.75, 0.05, 0.8));
        });
    }

    public static Figure Aeroplane(Dice dice, Dice pose)
    {
        double fat = dice.Between(0.17, 0.26), wing = dice.Between(0.5, 0.8), climb = dice.Around(-0.15, 0.3);
        return new Drawing(pose, (artist, look) =>
        {
            artist = artist.In(Affine.Rotate(climb));
            artist.Fill(Shape.Polygon((0.15, -0.05), (-0.35, -wing), (-0.5, -wing), (-0.2, 0)), look.Coat.On(Part.Leg));
            artist.Fill(Shape.Polygon((-0.6, -0.1), (-0.95, -0.6), (-1, -0.6), (-0.9, 0)), look.Coat.On(Part.Tail));
            artist.Fill(Shape.Hull(((0.75, 0), fat), ((-0.3, 0), fat), ((-0.95, -0.08), 0.05)), look.Coat.On(Part.Body));
            for (int i = 0; i < 5; i++)
                artist.Fill(Shape.Circle((0.4 - i * 0.22, -fat * 0.3), 0.055), Paints.Solid(look.Bright[1].Lighter(0.5)), volume: 0.3);
            artist.Fill(Shape.Hull(((0.78, -fat * 0.35), 0.06), ((0.66, -fat * 0.5), 0.06)), Paints.Solid(look.Bright[1].Lighter(0.6)),
                volume: 0.3);
            artist.Fill(Shape.Polygon((0.25, 0.08), (-0.4, wing), (-0.58, wing), (-0.2, 0.05)), look.Coat.On(Part.Leg));
            artist.Fill(Shape.Hull(((0.02, 0.32), 0.08), ((-0.15, 0.32), 0.08)), Paints.Solid(look.Bright[0]));
        }, grounded: false);
    }
}
