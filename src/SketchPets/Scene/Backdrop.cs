using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>What is behind everything: a room, a landscape, paper, wallpaper, or a blurred nothing.</summary>
static class Backdrop
{
    public static void Draw(Artist artist, Dice dice, double horizon)
    {
        switch (dice.Below(5))
        {
            case 0:
                Plain(artist, dice);
                break;
            case 1:
                Bokeh(artist, dice);
                break;
            case 2:
                Outdoors(artist, dice, horizon);
                break;
            default:
                Room(artist, dice, horizon);
                break;
        }
    }

    static Color Wall(Dice dice) => Color.Hsv(dice.Unit(), dice.Between(0.05, 0.55), dice.Between(0.3, 0.97));

    static void Sheet(Artist artist, Paint paint, double top = -1.2) =>
        artist.Fill(Shape.Box(-1.2, top, 1.2, 1.2), paint, volume: 0, ink: false);

    static void Plain(Artist artist, Dice dice)
    {
        Color first = Wall(dice), second = Color.Mix(first, Wall(dice), dice.Unit());
        Point to = Trig.Unit(dice.Between(0, Trig.Tau));
        Sheet(artist, dice.Chance(0.5) ? Paints.Linear(to * -1, first, to, second) : Paints.Radial(to * 0.5, 1.5, first, second));
    }

    static void Bokeh(Artist artist, Dice dice)
    {
        Plain(artist, dice);
        for (int i = dice.Below(20) + 6; i > 0; i--)
            artist.Detail(Shape.Circle((dice.Between(-1, 1), dice.Between(-1, 1)), dice.Between(0.05, 0.35)), Wall(dice),
                dice.Between(0.2, 0.7));
    }

    static void Outdoors(Artist artist, Dice dice, double horizon)
    {
        double hue = dice.Chance(0.6) ? dice.Between(0.5, 0.65) : dice.Unit();
        Sheet(artist, Paints.Linear((0, -1), Color.Hsv(hue, dice.Between(0.2, 0.6), dice.Between(0.6, 1)), (0, horizon),
            Color.Hsv(hue + dice.Around(0, 0.2), dice.Between(0.05, 0.4), 0.97)));
        for (int i = dice.Below(4); i > 0; i--)
        {
            Point at = (dice.Between(-1, 1), dice.Between(-1, horizon));
            for (int puff = 0; puff < 4; puff++)
                artist.Detail(Shape.Ellipse(at + (dice.Around(0, 0.2), dice.Around(0, 0.05)), dice.Between(0.08, 0.18),
                    dice.Between(0.05, 0.1)), Color.White, 0.6);
        }
        double ground = dice.Chance(0.6) ? dice.Between(0.2, 0.38) : dice.Between(0.05, 0.2);
        for (int hill = dice.Below(3); hill >= 0; hill--)
        {
            double y = horizon - hill * dice.Between(0.05, 0.2);
            Color color = Color.Hsv(ground + dice.Around(0, 0.06), dice.Between(0.2, 0.55), dice.Between(0.4, 0.8) + hill * 0.05);
            Point[] ridge = Spline.Open((-1.3, y + dice.Around(0, 0.1)), (-0.4, y + dice.Around(0, 0.15)), (0.4, y + dice.Around(0, 0.15)),
                (1.3, y + dice.Around(0, 0.1)));
            Paint grass = Paints.Rough(Paints.Linear((0, y), color, (0, 1), color * 0.8), new Noise(dice.Next()), 7, 0.25);
            artist.Fill(Shape.Polygon([(-1.3, 1.3), .. ridge, (1.3, 1.3)]), grass, volume: 0, ink: false);
        }
        for (int blade = dice.Below(50); blade > 0; blade--)
        {
            Point root = (dice.Between(-1.05, 1.05), dice.Between(Math.Min(horizon + 0.1, 1), 1.05));
            artist.Detail(Shape.Line(0.012, 0.003, root, root + (dice.Around(0, 0.05), -dice.Between(0.05, 0.14))),
                Color.Hsv(ground + dice.Around(0, 0.05), 0.5, dice.Between(0.3, 0.8)), 0.8);
        }
    }

    static void Room(Artist artist, Dice dice, double horizon)
    {
        Color wall = Wall(dice), other = Color.Mix(wall, dice.Chance(0.5) ? Color.White : Wall(dice), dice.Between(0.15, 0.6));
        Sheet(artist, dice.Below(4) switch
        {
            0 => Paints.Stripes(wall, other, dice.Between(0.06, 0.3), dice.Chance(0.7) ? 0 : dice.Between(0, 3)),
            1 => Paints.Dots(wall, other, dice.Between(0.12, 0.35)),
            2 => Paints.Rough(Paints.Solid(wall), new Noise(dice.Next()), 3, 0.25),
            _ => Paints.Linear((0, -1), wall, (0, horizon), other),
        });
        Frames(artist, dice, horizon);
        Color floor = dice.Chance(0.5) ? Color.Hsv(dice.Between(0.05, 0.12), dice.Between(0.2, 0.6), dice.Between(0.3, 0.85)) : Wall(dice);
        Paint boards = dice.Below(3) switch
        {
            0 => Paints.Stripes(floor, floor * 0.88, dice.Between(0.05, 0.12), Math.PI / 2),
            1 => Paints.Rough(Paints.Solid(floor), new Noise(dice.Next()), 12, 0.25),
            _ => Paints.Linear((0, horizon), floor, (0, 1), floor * 0.7),
        };
        Sheet(artist, boards, horizon);
        artist.Fill(Shape.Box(-1.2, horizon - dice.Between(0.02, 0.1), 1.2, horizon), Paints.Solid(other), volume: 0.3, ink: false);
        if (dice.Chance(0.4))
            artist.Fill(Shape.Ellipse((dice.Around(0, 0.4), dice.Between(0.6, 0.9)), dice.Between(0.5, 1.1), dice.Between(0.12, 0.25)),
                Paints.Dots(Wall(dice), Wall(dice), 0.1), volume: 0.2);
    }

    static void Frames(Artist artist, Dice dice, double horizon)
    {
        for (int i = dice.Below(3); i > 0; i--)
        {
            double left = dice.Between(-1.1, 0.7), top = dice.Between(-1.1, horizon - 0.7), wide = dice.Between(0.25, 0.7),
                tall = dice.Between(0.25, 0.7);
            artist.Fill(Shape.Box(left, top, left + wide, top + tall), Paints.Solid(Wall(dice)), volume: 0.4);
            artist.Fill(Shape.Box(left + 0.05, top + 0.05, left + wide - 0.05, top + tall - 0.05),
                Paints.Linear((left, top), Wall(dice), (left + wide, top + tall), Wall(dice)), volume: 0, ink: false);
            if (dice.Chance(0.5))
                artist.Fill(Shape.Box(left + wide / 2 - 0.02, top, left + wide / 2 + 0.02, top + tall), Paints.Solid(Color.White),
                    volume: 0, ink: false);
        }
    }
}
