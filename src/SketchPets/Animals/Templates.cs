using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Starting points for the measures of mammals, shaken: a kind changes what makes it that kind.</summary>
static class Templates
{
    public static readonly Pose[] Grazers = [Pose.Portrait, Pose.Portrait, Pose.Portrait, Pose.Stand, Pose.Walk, Pose.Walk, Pose.Lie];

    public static Muzzle Muzzle(Dice dice, double length, double wide) => new()
    {
        Length = dice.Shake(length, 0.15),
        Wide = dice.Shake(wide, 0.1),
        Low = dice.Shake(0.34),
        NoseSize = dice.Shake(0.18),
        Mouth = dice.Shake(0.28),
    };

    public static Eye Eye(Dice dice, double size, double apart) => new()
    {
        Size = dice.Shake(size),
        Apart = dice.Shake(apart, 0.08),
        High = dice.Around(0.12, 0.08),
        Open = dice.Between(0.8, 1),
        Almond = dice.Between(0, 0.4),
        Pupil = dice.Between(0.6, 0.85),
    };

    public static Ear Round(Dice dice, double size, double place = 0.75) => new()
    {
        Place = place,
        Rise = place * 0.9,
        Length = dice.Shake(size * 1.5),
        Widths = [size * 0.55, size * 0.85, size * 0.8, size * 0.55],
        Forward = 0,
    };

    /// <summary>A leaf that stands off to the side.</summary>
    public static Ear Leaf(Dice dice, double length, double rise = 1.2) => new()
    {
        Place = dice.Shake(0.85, 0.06),
        Rise = dice.Around(rise, 0.2),
        Length = dice.Shake(length),
        Widths = [length * 0.16, length * 0.3, length * 0.26, 0],
        Forward = 0,
    };

    /// <summary>A hanging lobe.</summary>
    public static Ear Lop(Dice dice, double length) => new()
    {
        Place = dice.Between(0.6, 0.85),
        Rise = dice.Between(0.9, 1.3),
        Fold = dice.Between(1.5, 1.9),
        Length = dice.Shake(length),
        Widths = [length * 0.18, length * 0.25, length * 0.27, length * 0.2],
        Forward = 0.2,
        Open = false,
    };

    public static Body Body(Dice dice, double stout, double height) => new()
    {
        Chest = dice.Shake(stout),
        Belly = dice.Shake(stout * 0.95),
        Hip = dice.Shake(stout),
        Height = dice.Shake(height, 0.08),
        LegThick = dice.Shake(0.085),
        NeckRise = dice.Between(38, 60),
        Tail = 0.25,
        TailBend = dice.Between(0, 90),
        TailRise = dice.Between(-20, 60),
    };

    public static Figure Animal(Head head, Body body, Dice pose, bool grazer = false) =>
        new Puppet(head, body, Stance.Throw(pose, grazer ? Grazers : Breeds.AllPoses));
}
