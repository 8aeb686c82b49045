using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>How a picture is drawn: ink, volume, texture, and where the light comes from.</summary>
sealed record Style
{
    /// <summary>Half the width of the outlines, in drawing units; 0 draws none.</summary>
    public required double Ink { get; init; }

    /// <summary>From a colour of the thing itself (0) to one black (1).</summary>
    public required double InkDarkness { get; init; }

    /// <summary>From flat paper (0) to round clay (1).</summary>
    public required double Volume { get; init; }

    /// <summary>How much the brightness of surfaces wavers.</summary>
    public required double Grain { get; init; }

    /// <summary>How frayed edges are, in drawing units.</summary>
    public required double Fray { get; init; }

    /// <summary>Towards the light, in the picture plane.</summary>
    public required Point Light { get; init; }

    /// <summary>The colour that lit sides lean to.</summary>
    public required Color Sun { get; init; }

    /// <summary>The colour that shaded sides are multiplied by.</summary>
    public required Color Shade { get; init; }

    public required Noise Noise { get; init; }

    public static Style Throw(Dice dice)
    {
        double hue = dice.Unit();
        return new Style
        {
            Ink = dice.Chance(0.55) ? dice.Between(0.006, 0.018) : 0,
            InkDarkness = dice.Unit(),
            Volume = dice.Chance(0.15) ? dice.Between(0, 0.3) : dice.Between(0.5, 1),
            Grain = dice.Chance(0.5) ? dice.Between(0.02, 0.12) : 0.02,
            Fray = dice.Chance(0.3) ? dice.Between(0.004, 0.012) : 0,
            Light = Trig.Unit(Trig.Degrees(dice.Between(-160, -20))),
            Sun = Color.Hsv(hue, dice.Between(0, 0.25), 1),
            Shade = Color.Hsv(hue + 0.5, dice.Between(0.05, 0.35), dice.Between(0.35, 0.6)),
            Noise = new Noise(dice.Next()),
        };
    }
}
