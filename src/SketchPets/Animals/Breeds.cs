using SketchPets.Raster;

namespace SketchPets.Animals;

/// <summary>Helps a kind's breeds: one picked, its measures shaken a little.</summary>
static class Breeds
{
    public static readonly Pose[] AllPoses =
        [Pose.Portrait, Pose.Portrait, Pose.Portrait, Pose.Portrait, Pose.Stand, Pose.Walk, Pose.Sit, Pose.Sit, Pose.Lie];

    /// <summary>A measure, give or take a share of it.</summary>
    public static double Shake(this Dice dice, double value, double share = 0.12) => value * dice.Around(1, share);
}
