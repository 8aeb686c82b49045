using SketchPets.Raster;

namespace SketchPets.Animals;

/// <summary>An ear as a leaf around a middle line; in skull radii. Angles run from the top of the head to its side.</summary>
sealed record Ear
{
    /// <summary>Where it grows: 0 on top of the head, π/2 at its side.</summary>
    public required double Place { get; init; }

    /// <summary>Where it points at first.</summary>
    public required double Rise { get; init; }

    /// <summary>How much it has turned downwards at its tip: 0 stands straight, about 2 hangs.</summary>
    public double Fold { get; init; }

    public required double Length { get; init; }

    /// <summary>Half widths along it, from root to tip.</summary>
    public required double[] Widths { get; init; }

    /// <summary>How far in front of the skull's middle it grows.</summary>
    public double Forward { get; init; } = -0.1;

    /// <summary>Whether its inner side is seen from the front.</summary>
    public bool Open { get; init; } = true;

    /// <summary>The middle line of the ear on side −1 or 1, and at each of its points the direction of its width.</summary>
    public (Point3 At, Point3 Across)[] On(int side, double wide, double tall)
    {
        const int Steps = 6;
        (Point3 At, Point3 Across)[] line = new (Point3, Point3)[Steps + 1];
        Point3 at = (side * wide * 0.86 * Trig.Sin(Place), -tall * 0.86 * Trig.Cos(Place), Forward);
        for (int i = 0; i <= Steps; i++)
        {
            double angle = Rise + Fold * Math.Min(1, i * 1.6 / Steps);
            line[i] = (at, (Trig.Cos(angle), side * Trig.Sin(angle), 0));
            at += new Point3(side * Trig.Sin(angle), -Trig.Cos(angle), Fold > 0.6 ? 0.12 : -0.06) * (Length / Steps);
        }
        return line;
    }
}
