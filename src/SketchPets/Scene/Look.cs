using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>Everything about an animal's colours that the kind must not decide, thrown without knowing the kind.</summary>
sealed record Look
{
    public required Coat Coat { get; init; }

    public required Color Eye { get; init; }

    public required Color Nose { get; init; }

    public required Color Tongue { get; init; }

    /// <summary>The collar's colour, or none.</summary>
    public required Color? Collar { get; init; }

    /// <summary>Bright colours for things and trimmings.</summary>
    public required Color[] Bright { get; init; }

    public static Look Throw(Dice dice) => new()
    {
        Coat = Coat.Throw(dice),
        Eye = dice.Pick(Color.Hex(0xc98a1e), Color.Hex(0x8fae3c), Color.Hex(0x5f9a5a), Color.Hex(0x5b93c9), Color.Hex(0x7a4a22),
            Color.Hex(0x9a6b2f)),
        Nose = dice.Pick(Color.Hex(0x2a2324), Color.Hex(0x4a2f2a), Color.Hex(0xc8797c), Color.Hex(0x6b4038)),
        Tongue = Color.Hsv(dice.Between(0.95, 1.0), dice.Between(0.4, 0.6), dice.Between(0.8, 0.95)),
        Collar = dice.Chance(0.35) ? Color.Hsv(dice.Unit(), dice.Between(0.55, 0.9), dice.Between(0.5, 0.95)) : null,
        Bright = [Vivid(dice), Vivid(dice), Vivid(dice)],
    };

    static Color Vivid(Dice dice) => Color.Hsv(dice.Unit(), dice.Between(0.15, 0.85), dice.Between(0.35, 0.98));
}
