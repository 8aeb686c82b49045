using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>A head by its measures, in skull radii.</summary>
sealed record Head
{
    public double Wide { get; init; } = 1;

    public double Tall { get; init; } = 0.95;

    /// <summary>How far the cheeks reach out of the skull's sides.</summary>
    public double Cheeks { get; init; }

    public required Muzzle Muzzle { get; init; }

    public required Eye Eye { get; init; }

    public required Ear Ear { get; init; }

    /// <summary>How far the hair sticks out.</summary>
    public double Fur { get; init; }

    /// <summary>What grows on top, behind the ears: horns, antlers, a mane. It gets the projection from head space to the plane.</summary>
    public Action<Artist, Look, Func<Point3, Point>>? Crown { get; init; }

    /// <summary>What lies over the face at last: a tuft, a trunk, tusks.</summary>
    public Action<Artist, Look, Func<Point3, Point>>? Front { get; init; }
}
