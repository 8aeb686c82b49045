using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>
/// What an animal (or a thing) is covered with. It is thrown without knowing what will wear it, so that colour and pattern say nothing
/// about
/// the kind.
/// </summary>
sealed class Coat
{
    enum Pattern
    {
        Plain,
        LightBelow,
        Tabby,
        Patches,
        Spots,
        Bicolour,
        Points,
        Saddle,
    }

    readonly Pattern pattern;
    readonly Noise noise;
    readonly Color ground, second, skin;
    readonly double fineness, contrast;

    Coat(Dice dice)
    {
        pattern = dice.Pick(Enum.GetValues<Pattern>());
        noise = new Noise(dice.Next());
        ground = Hair(dice);
        second = Hair(dice);
        if (Math.Abs(second.Luma - ground.Luma) < 0.22)
            second = ground.Luma > 0.45 ? ground * 0.38 : ground.Lighter(0.7);
        skin = Color.Mix(ground.Darker(0.25), Color.Hsv(dice.Between(0.97, 1.04), dice.Between(0.25, 0.5), dice.Between(0.6, 0.95)),
            dice.Between(0.4, 0.9));
        fineness = dice.Between(0.75, 1.35);
        contrast = dice.Between(0.6, 1);
    }

    public static Coat Throw(Dice dice) => new(dice);

    public Color Ground => ground;

    public Color Second => second;

    /// <summary>The paint of a part. In the part's coordinates a skull has radius 1 and a trunk is about 1 long; x = 0 is the middle line
    /// of a face.</summary>
    public Paint On(Part part)
    {
        if (part == Part.InnerEar)
            return Paints.Solid(skin);
        Color light = ground.Luma > 0.5 ? Color.White : Color.Mix(ground, Color.White, 0.75);
        return pattern switch
        {
            Pattern.LightBelow => part is Part.Muzzle or Part.Chest or Part.Paw ? Paints.Solid(light) : Below(ground, light, part),
            Pattern.Tabby => part is Part.Muzzle or Part.Chest ? Paints.Solid(Color.Mix(ground, light, 0.5)) : Tabby(part),
            Pattern.Patches => (x, y) => noise.Fractal(x * 1.5 * fineness + (int)part, y * 1.5 * fineness, 2) > 0.08 ? ground : second,
            Pattern.Spots => part is Part.Muzzle or Part.Chest ? Paints.Solid(ground) : Spots,
            Pattern.Bicolour => Bicolour(part),
            Pattern.Points => part is Part.Muzzle or Part.Ear or Part.Paw or Part.Tail ? Paints.Solid(second) : Points(part),
            Pattern.Saddle => part is Part.Body or Part.Ear or Part.Tail ? Below(second, ground, part) : Paints.Solid(ground),
            _ => Paints.Solid(ground),
        };
    }

    static Paint Below(Color above, Color below, Part part)
    {
        if (part is not (Part.Body or Part.Head))
            return Paints.Solid(above);
        (double from, double to) = part == Part.Head ? (0.2, 0.9) : (0.02, 0.2);
        return (x, y) => Color.Mix(above, below, Math.Clamp((y - from) / (to - from), 0, 1));
    }

    Paint Tabby(Part part)
    {
        double frequency = part switch { Part.Head => 3.2, Part.Ear => 2.5, _ => 8.5 } * fineness;
        return (x, y) =>
        {
            // On a face the stripes run down to the eyes, the same on both sides; elsewhere they run around the trunk and the legs.
            double warp = noise.Fractal(x * 2.2, y * 2.2, 2);
            double t = part switch
            {
                Part.Head => Math.Abs(x) * frequency + 0.35 * warp + 0.4 * Math.Max(0, y),
                Part.Leg or Part.Paw => y * frequency * 1.3 + warp,
                _ => x * frequency + 1.3 * warp + 0.6 * y,
            };
            double wave = 0.5 + 0.5 * Trig.Sin(t * Trig.Tau / 2 + 1.2);
            double fade = part == Part.Head ? Math.Clamp(1.1 - Math.Abs(y + 0.45) * 1.1, 0.15, 1) : 1;
            return Color.Mix(ground, second, Math.Clamp((wave - 0.45) * 4, 0, 1) * fade * contrast);
        };
    }

    Color Spots(double x, double y)
    {
        (double distance, double value) = noise.Nearest(x * 4.5 * fineness, y * 4.5 * fineness);
        return Color.Mix(ground, second, Math.Clamp((0.33 + 0.1 * value - distance) * 9, 0, 1) * contrast);
    }

    Paint Bicolour(Part part) => part switch
    {
        Part.Muzzle or Part.Chest or Part.Paw => Paints.Solid(Color.White),
        Part.Head => (x, y) => Math.Abs(x + 0.1 * noise.At(y * 2, 3)) < 0.12 + 0.45 * Math.Max(0, y + 0.1) ? Color.White : ground,
        Part.Body => (x, y) => noise.At(x * 2.2 * fineness, 0.5) + 3 * y > 0.25 ? Color.White : ground,
        _ => Paints.Solid(ground),
    };

    Paint Points(Part part) => part == Part.Head
        ? (x, y) => Color.Mix(second, ground, Math.Clamp((Math.Sqrt(x * x + (y - 0.3) * (y - 0.3)) - 0.35) * 2.2, 0, 1))
        : part == Part.Leg ? Paints.Linear((0, -0.5), ground, (0, 0), second) : Paints.Solid(ground);

    /// <summary>The colours of hair, from white to black through greys, browns and reds, and sometimes one from a picture book.</summary>
    static Color Hair(Dice dice)
    {
        if (dice.Chance(0.08))
            return Color.Hsv(dice.Unit(), dice.Between(0.25, 0.55), dice.Between(0.55, 0.9));
        Color c = dice.Pick(
            Color.Hex(0x2b2728), Color.Hex(0x4a4648), Color.Hex(0x7c7d84), Color.Hex(0x8d99a6), Color.Hex(0xb9b4ae), Color.Hex(0xf1ece2),
            Color.Hex(0xecd9b8), Color.Hex(0xd9b07a), Color.Hex(0xd98a42), Color.Hex(0xb5652c), Color.Hex(0x8a5733), Color.Hex(0x5c3a28));
        return c * dice.Between(0.88, 1.06);
    }
}
