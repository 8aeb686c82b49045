using SketchPets.Raster;

namespace SketchPets.Animals;

/// <summary>How an animal holds itself and from where it is seen; thrown without knowing the kind. Angles in radians.</summary>
/// <param name="Yaw">0 looks at the viewer, π/2 to the right.</param>
/// <param name="Above">How far the viewer stands above the ground.</param>
/// <param name="Stride">The phase of steps and wags, in turns.</param>
sealed record Stance(Pose Pose, double Yaw, double Above, double HeadYaw, double HeadPitch, double HeadTilt, double Stride)
{
    public static Stance Throw(Dice dice, params ReadOnlySpan<Pose> poses)
    {
        Pose pose = dice.Pick(poses);
        int side = dice.Sign();
        double yaw = side * pose switch
        {
            Pose.Portrait => dice.Between(0, 0.6),
            Pose.Sit => dice.Between(0, 1.5),
            _ => dice.Between(0.75, 1.6),
        };
        double headYaw = Math.Clamp(yaw * dice.Between(0.1, 0.75) + dice.Around(0, 0.3), -1, 1);
        return new(pose, yaw, dice.Between(0.05, 0.3), headYaw, dice.Around(-0.02, 0.3), dice.Around(0, 0.42), dice.Unit());
    }
}
