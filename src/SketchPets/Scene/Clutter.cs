using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>Things that lie around, behind the figure or half in front of it; they say nothing about what is shown.</summary>
static class Clutter
{
    /// <summary>Puts some things around the line <paramref name="ground"/>.</summary>
    public static void Draw(Artist artist, Dice dice, double ground, int count)
    {
        for (; count > 0; count--)
            Something(artist, dice, (dice.Between(-1.05, 1.05), ground + dice.Around(0, 0.2)), dice.Between(0.15, 0.4));
    }

    /// <summary>Sometimes something in front: grass or leaves along an edge, a thing in a lower corner, a post.</summary>
    public static void Occlude(Artist artist, Dice dice)
    {
        switch (dice.Below(7))
        {
            case 0:
                Something(artist, dice, (dice.Sign() * dice.Between(0.6, 0.95), dice.Between(0.95, 1.2)), dice.Between(0.3, 0.55));
                break;
            case 1:
                Blades(artist, dice);
                break;
            case 2:
                Leaves(artist, dice, (dice.Sign() * 1.05, dice.Between(-1, 0.2)), 0.5);
                break;
            case 3:
                double x = dice.Sign() * dice.Between(0.5, 0.95);
                artist.Fill(Shape.Box(x, -1.2, x + dice.Between(0.04, 0.12), 1.2), Paints.Solid(Color(dice)));
                break;
        }
    }

    static Color Color(Dice dice) => Raster.Color.Hsv(dice.Unit(), dice.Between(0.1, 0.75), dice.Between(0.25, 0.95));

    static Paint Cloth(Dice dice)
    {
        Color first = Color(dice), second = Color(dice);
        return dice.Below(3) switch
        {
            0 => Paints.Stripes(first, second, dice.Between(0.04, 0.12), dice.Between(0, 3)),
            1 => Paints.Dots(first, second, dice.Between(0.08, 0.2)),
            _ => Paints.Solid(first),
        };
    }

    static void Something(Artist artist, Dice dice, Point at, double size)
    {
        artist = artist.In(Affine.Place(at, size, dice.Around(0, 0.25)));
        switch (dice.Below(6))
        {
            case 0:
                artist.Fill(Shape.Blob((-1, -0.6), (0, -0.5), (1, -0.65), (0.9, 0), (1, 0.65), (0, 0.55), (-1, 0.6), (-0.9, 0)),
                    Cloth(dice));
                break;
            case 1:
                artist.Fill(Shape.Circle((0, 0), 0.6), Paints.Stripes(Color(dice), Color(dice), dice.Between(0.2, 0.6),
                    dice.Between(0, 3)));
                break;
            case 2:
                artist.Fill(Shape.Box(-0.7, -0.6, 0.7, 0.6), Cloth(dice));
                artist.Fill(Shape.Box(-0.75, -0.7, 0.75, -0.4), Paints.Solid(Color(dice)));
                break;
            case 3:
                Leaves(artist, dice, (0, -0.2), 0.9);
                artist.Fill(Shape.Polygon((-0.4, -0.2), (0.4, -0.2), (0.3, 0.6), (-0.3, 0.6)), Paints.Solid(Color(dice)));
                break;
            case 4:
                for (int book = 0; book < 3; book++)
                    artist.Fill(Shape.Box(-0.7 + dice.Around(0, 0.1), 0.35 - book * 0.25, 0.7 + dice.Around(0, 0.1), 0.6 - book * 0.25),
                        Paints.Solid(Color(dice)), volume: 0.6);
                break;
            default:
                artist.Fill(Shape.Blob((-0.8, 0.4), (-0.6, -0.2), (0.1, -0.45), (0.7, -0.1), (0.8, 0.4)),
                    Paints.Rough(Paints.Solid(Color(dice)), new Noise(dice.Next()), 3, 0.3));
                break;
        }
    }

    static void Leaves(Artist artist, Dice dice, Point root, double size)
    {
        double hue = dice.Chance(0.7) ? dice.Between(0.22, 0.42) : dice.Unit();
        for (int leaf = 3 + dice.Below(6); leaf > 0; leaf--)
        {
            Point tip = root + Trig.Unit(dice.Between(0, Trig.Tau)) * (size * dice.Between(0.5, 1)) + (0, -0.3 * size);
            Point side = new Point(tip.Y - root.Y, root.X - tip.X) * dice.Between(0.12, 0.28), middle = Point.Mix(root, tip, 0.5);
            artist.Fill(Shape.Polygon(Spline.Closed(root, middle + side, tip, middle - side)),
                Paints.Solid(Raster.Color.Hsv(hue + dice.Around(0, 0.04), dice.Between(0.3, 0.7), dice.Between(0.3, 0.8))), volume: 0.5);
        }
    }

    static void Blades(Artist artist, Dice dice)
    {
        double hue = dice.Chance(0.7) ? dice.Between(0.18, 0.42) : dice.Unit();
        for (int blade = 10 + dice.Below(30); blade > 0; blade--)
        {
            Point root = (dice.Between(-1.05, 1.05), 1.05);
            double tall = dice.Between(0.1, 0.5), lean = dice.Around(0, 0.25);
            artist.Fill(Shape.Curve(0.022, 0.004, root, root + (lean * 0.3, -tall * 0.6), root + (lean, -tall)),
                Paints.Solid(Raster.Color.Hsv(hue + dice.Around(0, 0.05), dice.Between(0.3, 0.7), dice.Between(0.3, 0.8))), volume: 0.3,
                ink: false);
        }
    }
}
