using SketchPets.Raster;

namespace SketchPets.Animals;

/// <summary>
/// Where the parts of a four-legged animal are. It looks along z, the ground is y = 0, the trunk is 1 long; legs are chains of joints, the
/// two
/// front ones first.
/// </summary>
sealed record Skeleton(Point3 Chest, Point3 Middle, Point3 Hip, Point3 Head, Point3[][] Legs, Point3[] Tail)
{
    /// <param name="stride">A random phase in turns for all that moves: steps, wags.</param>
    public static Skeleton Of(Body body, Pose pose, double stride) => pose switch
    {
        Pose.Sit or Pose.Portrait => Sitting(body, stride),
        Pose.Lie => Lying(body, stride),
        _ => Standing(body, pose == Pose.Walk ? 0.26 : 0.04, stride),
    };

    static Skeleton Standing(Body body, double swing, double stride)
    {
        Point3 chest = (0, -body.Height, 0.5), hip = (0, -body.Height + 0.02, -0.5);
        List<Point3[]> legs = [];
        for (int i = 0; i < 4; i++)
        {
            int side = i % 2 == 0 ? -1 : 1;
            double step = swing * Trig.Sin(Trig.Tau * (stride + (i is 0 or 3 ? 0 : 0.5))), lift = Math.Max(0, step) * 0.3;
            bool front = i < 2;
            double x = side * (front ? body.Chest : body.Hip) * 0.55, foot = -body.Paw * 0.75 - lift;
            Point3 top = (front ? chest : hip) + (x, 0.05, front ? -0.04 : 0.02);
            legs.Add(front
                ? [top, (x, top.Y * 0.5, top.Z + step * 0.6), (x, foot, top.Z + step)]
                : [top, (x, top.Y * 0.55, top.Z + 0.1 + step * 0.5), (x, top.Y * 0.28, top.Z - 0.09 + step * 0.8),
                    (x, foot, top.Z + step)]);
        }
        Point3 tailRoot = hip + (0, -body.Hip * 0.5, -body.Hip * 0.75);
        return new(chest, (0, -body.Height + 0.02, 0), hip, HeadAt(body, chest, body.NeckRise), [.. legs],
            TailFrom(body, tailRoot, body.TailRise, stride));
    }

    static Skeleton Sitting(Body body, double stride)
    {
        Point3 hip = (0, -body.Hip * 0.92, -0.3), chest = (0, -body.Hip * 0.92 - 0.62, 0.14);
        double reach = Math.Max(0.2, -chest.Y);
        List<Point3[]> legs = [];
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            double x = side * body.Chest * 0.5;
            legs.Add([chest + (x, 0.1, 0.04), (x, -reach * 0.45, 0.24), (x * 1.05, -body.Paw * 0.75, 0.26)]);
        }
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            double x = side * body.Hip * 0.85;
            legs.Add([hip + (x * 0.8, 0, 0), (x, -body.Hip * 0.95, 0.02), (x * 1.1, -body.Paw * 0.75, 0.12)]);
        }
        Point3 tailRoot = (0, -body.TailThick, -0.3 - body.Hip * 0.8);
        return new(chest, Point3Mix(chest, hip), hip, HeadAt(body, chest, 74), [.. legs],
            TailFrom(body, tailRoot, Math.Max(2, body.TailRise * 0.3), stride));
    }

    static Skeleton Lying(Body body, double stride)
    {
        Point3 hip = (0, -body.Hip * 0.92, -0.5), chest = (0, -body.Chest * 1.05, 0.42);
        double arm = Math.Clamp(body.Height * 0.7, 0.3, 0.65);
        List<Point3[]> legs = [];
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            double x = side * body.Chest * 0.62;
            legs.Add([chest + (x, 0.08, 0), (x * 1.1, -body.LegThick, 0.48), (x, -body.Paw * 0.75, 0.48 + arm)]);
        }
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            double x = side * body.Hip * 0.85;
            legs.Add([hip + (x * 0.8, 0, 0), (x, -body.Hip * 0.8, -0.18), (x * 1.1, -body.Paw * 0.75, -0.02)]);
        }
        Point3 tailRoot = (0, -body.TailThick - 0.04, -0.5 - body.Hip * 0.8);
        return new(chest, Point3Mix(chest, hip), hip, HeadAt(body, chest, 62), [.. legs], TailFrom(body, tailRoot, 4, stride));
    }

    static Point3 Point3Mix(Point3 a, Point3 b) => (a + b) * 0.5;

    static Point3 HeadAt(Body body, Point3 chest, double degrees)
    {
        double angle = Trig.Degrees(degrees);
        return chest + (0, -Trig.Sin(angle) * body.Neck, Trig.Cos(angle) * body.Neck + 0.05);
    }

    /// <summary>Backwards from its root, up by its rise, then around by its bend, and a little to the side.</summary>
    static Point3[] TailFrom(Body body, Point3 root, double rise, double stride)
    {
        const int Steps = 7;
        Point3[] tail = new Point3[Steps + 1];
        tail[0] = root;
        double wag = Trig.Sin(stride * Trig.Tau) * 0.6, bend = rise < 10 ? 10 : body.TailBend;
        for (int i = 0; i < Steps; i++)
        {
            double angle = Trig.Degrees(rise + bend * i / (Steps - 1)), sideways = wag * i / Steps;
            Point3 step = (sideways, -Trig.Sin(angle), -Trig.Cos(angle));
            Point3 next = tail[i] + step * (body.Tail / Steps / step.Length);
            tail[i + 1] = next.Y > -body.TailThick ? (next.X, -body.TailThick, next.Z) : next;
        }
        return tail;
    }
}
