namespace SketchPets.Animals;

/// <summary>What sticks out of a face; lengths in skull radii.</summary>
sealed record Muzzle
{
    /// <summary>How far it reaches out of the face.</summary>
    public required double Length { get; init; }

    /// <summary>Half its width at the root.</summary>
    public required double Wide { get; init; }

    /// <summary>Its height over its width.</summary>
    public double Tall { get; init; } = 0.8;

    /// <summary>Its thickness at the tip over that at the root.</summary>
    public double Taper { get; init; } = 0.75;

    /// <summary>How far below the middle of the face it grows.</summary>
    public double Low { get; init; } = 0.35;

    /// <summary>How far it sinks towards its tip.</summary>
    public double Droop { get; init; } = 0.1;

    /// <summary>The size of the two cushions beside the mouth.</summary>
    public double Pads { get; init; } = 0.5;

    public NoseKind Nose { get; init; } = NoseKind.Oval;

    /// <summary>Half the nose's width.</summary>
    public double NoseSize { get; init; } = 0.16;

    /// <summary>Half the mouth's width.</summary>
    public double Mouth { get; init; } = 0.25;

    /// <summary>The length of whiskers.</summary>
    public double Whiskers { get; init; }

    /// <summary>Whether two long teeth show.</summary>
    public bool Teeth { get; init; }
}
