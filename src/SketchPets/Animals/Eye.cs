namespace SketchPets.Animals;

/// <summary>Eyes on the skull; lengths in skull radii, angles in radians.</summary>
sealed record Eye
{
    public required double Size { get; init; }

    /// <summary>The angle from the face's middle line to each side.</summary>
    public required double Apart { get; init; }

    /// <summary>The angle above the face's middle.</summary>
    public double High { get; init; } = 0.1;

    /// <summary>How much the outer corner is lifted.</summary>
    public double Slant { get; init; }

    /// <summary>Height over width; small is sleepy.</summary>
    public double Open { get; init; } = 1;

    /// <summary>How pointed the corners are, from 0 (a disc) to 1 (an almond).</summary>
    public double Almond { get; init; }

    /// <summary>The pupil's size over the eye's.</summary>
    public double Pupil { get; init; } = 0.6;

    /// <summary>The pupil's width over its height: small is a slit, above 1 a goat's bar.</summary>
    public double PupilWidth { get; init; } = 1;

    /// <summary>How heavy the brow above is.</summary>
    public double Brow { get; init; }

    /// <summary>The size of a patch of the coat's second colour around it, over its own.</summary>
    public double Patch { get; init; }
}
