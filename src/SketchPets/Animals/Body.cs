namespace SketchPets.Animals;

/// <summary>A four-legged body by its measures; the trunk from shoulder to hip is 1 long. Radii unless said otherwise.</summary>
sealed record Body
{
    public double Chest { get; init; } = 0.28;

    public double Belly { get; init; } = 0.25;

    public double Hip { get; init; } = 0.26;

    /// <summary>From the trunk's middle line to the ground when it stands.</summary>
    public double Height { get; init; } = 0.8;

    public double LegThick { get; init; } = 0.085;

    public double Paw { get; init; } = 0.1;

    /// <summary>From the shoulder to the skull's middle.</summary>
    public double Neck { get; init; } = 0.5;

    public double NeckThick { get; init; } = 0.18;

    /// <summary>The neck's angle above the horizontal when the animal stands, in degrees.</summary>
    public double NeckRise { get; init; } = 50;

    public double Skull { get; init; } = 0.3;

    public double Tail { get; init; } = 0.8;

    public double TailThick { get; init; } = 0.055;

    public double TailTip { get; init; } = 0.045;

    /// <summary>Where the tail points, in degrees above straight back.</summary>
    public double TailRise { get; init; } = 30;

    /// <summary>How many degrees the tail bends upwards along its way.</summary>
    public double TailBend { get; init; } = 60;

    /// <summary>How far the hair sticks out.</summary>
    public double Fur { get; init; }

    public double TailFur { get; init; }

    /// <summary>Hooves are dark and hard, paws take the coat's colour.</summary>
    public bool Hooves { get; init; }

    /// <summary>A camel's.</summary>
    public int Humps { get; init; }
}
