using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>A four-legged animal in a pose, seen from a side: tubes around a skeleton, painted from back to front.</summary>
sealed class Puppet : Figure
{
    readonly Head head;
    readonly Body body;
    readonly Stance stance;
    readonly Skeleton skeleton;

    public Puppet(Head head, Body body, Stance stance)
    {
        this.head = head;
        // Picture-book proportions: the head, which tells most, is drawn larger than it is.
        this.body = body = body with { Skull = body.Skull * 1.6, Neck = body.Neck * 1.22 };
        this.stance = stance;
        skeleton = Skeleton.Of(body, stance.Pose, stance.Stride);
    }

    public override bool Grounded => stance.Pose != Pose.Portrait;

    public override (Point Min, Point Max) Bounds
    {
        get
        {
            double reach = body.Skull * (1.25 + 0.45 * Math.Max(0, Trig.Cos(head.Ear.Rise)) * head.Ear.Length);
            List<(Point3 At, double Radius)> balls = [(skeleton.Head, body.Skull * 1.2),
                (skeleton.Head - (0, reach * 0.4, 0), reach * 0.8)];
            if (stance.Pose == Pose.Portrait)
            {
                balls.Add((skeleton.Head + (0, body.Skull * (head.Muzzle.Low + head.Muzzle.Droop), 0), body.Skull * 0.7));
            }
            else
            {
                balls.AddRange([(skeleton.Chest, body.Chest), (skeleton.Hip, body.Hip * 0.5)]);
                balls.AddRange(skeleton.Legs.Take(2).Select(leg => (leg[^1], body.Paw)));
            }
            Point min = (9, 9), max = (-9, -9);
            foreach ((Point3 at, double radius) in balls)
            {
                Point p = Seen(at).Flat;
                min = (Math.Min(min.X, p.X - radius), Math.Min(min.Y, p.Y - radius));
                max = (Math.Max(max.X, p.X + radius), Math.Max(max.Y, p.Y + radius));
            }
            return (min, max);
        }
    }

    public override void Draw(Artist artist, Look look)
    {
        List<(double Depth, Action Paint)> parts = [];
        Tube(Part.Tail, body.TailThick, body.TailTip, skeleton.Tail, body.TailFur, bias: -0.3);
        for (int i = 0; i < skeleton.Legs.Length; i++)
            AddLeg(skeleton.Legs[i], front: i < 2);
        parts.Add((Seen(skeleton.Middle).Z, () => DrawTrunk(artist, look)));
        foreach ((_, Action paint) in parts.OrderBy(part => part.Depth))
            paint();
        DrawNeck(artist, look);
        DrawHead(artist, look);

        void Tube(Part part, double start, double end, Point3[] joints, double fur, double bias)
        {
            Point[] line = Array.ConvertAll(joints, joint => Seen(joint).Flat);
            double depth = joints.Average(joint => Seen(joint).Z) + bias;
            parts.Add((depth, () => artist.Fill(Shape.Curve(start, end, line), look.Coat.On(part), fur: fur)));
        }

        void AddLeg(Point3[] joints, bool front)
        {
            bool folded = !front && stance.Pose is not (Pose.Stand or Pose.Walk);
            double thigh = front ? 1.35 : folded ? body.Hip * 0.75 / body.LegThick : 1.9;
            Point3 foot = joints[^1] + (0, 0, body.Hooves ? 0.01 : body.Paw * 0.45);
            double depth = joints.Average(joint => Seen(joint).Z) + (front ? 0.02 : 0);
            parts.Add((depth, () =>
            {
                Point[] line = Array.ConvertAll(joints, joint => Seen(joint).Flat);
                Shape leg = Shape.Hull((line[0], body.LegThick * thigh), (line[1], body.LegThick * (folded ? thigh * 0.75 : 1.05)));
                for (int i = 2; i < line.Length; i++)
                    leg.Add(Shape.Hull((line[i - 1], body.LegThick * 1.05), (line[i], body.LegThick * 0.85)));
                Point heel = Seen(joints[^1]).Flat, toe = Seen(foot).Flat;
                Shape paw = Shape.Hull((heel, body.Paw * 0.8), (toe, body.Paw * 0.75));
                artist.Fill(leg, look.Coat.On(Part.Leg), fur: body.Fur * 0.5);
                Paint sole = body.Hooves ? Paints.Solid(look.Nose * 0.8) : look.Coat.On(Part.Paw);
                artist.Fill(paw, sole, fur: body.Hooves ? 0 : body.Fur * 0.3);
                if (!body.Hooves && toe.Y > heel.Y - 0.02)
                    DrawToes(artist, toe);
            }));
        }
    }

    /// <summary>From the animal's coordinates to the viewer's.</summary>
    Point3 Seen(Point3 p) => p.Turn(stance.Yaw, -stance.Above);

    void DrawTrunk(Artist artist, Look look)
    {
        Point chest = Seen(skeleton.Chest).Flat, middle = Seen(skeleton.Middle).Flat, hip = Seen(skeleton.Hip).Flat;
        Shape trunk = Shape.Hull((chest, body.Chest), (middle, body.Belly)).Add(Shape.Hull((middle, body.Belly), (hip, body.Hip)));
        for (int hump = 0; hump < body.Humps; hump++)
        {
            double t = (hump + 1.0) / (body.Humps + 1);
            trunk.Add(Shape.Ellipse(Point.Mix(chest, hip, t) - (0, body.Chest * 1.05), 0.17, 0.24));
        }
        Paint coat = look.Coat.On(Part.Body);
        // The coat's light belly is measured from the trunk's middle line, wherever the pose has put it.
        artist.Fill(trunk, (x, y) => coat(x, y - middle.Y), fur: body.Fur);
    }

    void DrawNeck(Artist artist, Look look)
    {
        Point chest = Seen(skeleton.Chest + (0, -body.Chest * 0.25, body.Chest * 0.2)).Flat,
            top = Seen(skeleton.Head + (0, 0, -body.Skull * 0.25)).Flat;
        Paint coat = look.Coat.On(Part.Body);
        artist.Fill(Shape.Hull((chest, body.NeckThick * 1.25), (top, body.NeckThick * 0.9)), (x, y) =>
            coat(x, y - chest.Y), fur: body.Fur, ink: body.Neck > 0.6);
        // A bib, where it can be seen.
        double front = Trig.Cos(stance.Yaw);
        if (front > 0.35)
        {
            Point bib = Seen(skeleton.Chest + (0, body.Chest * 0.1, body.Chest * 0.5)).Flat;
            artist.Fill(Shape.Ellipse(bib, body.Chest * 0.62 * front, body.Chest * 0.85), look.Coat.On(Part.Chest), volume: 0.3,
                ink: false, fur: body.Fur);
        }
        if (look.Collar is { } collar)
        {
            Point at = Point.Mix(chest, top, 0.42), across = top - chest;
            across = new Point(-across.Y, across.X) * (body.NeckThick * 1.06 / Math.Max(0.01, across.Length));
            if (across.X < 0)
                across *= -1;
            Point sag = new(0, body.NeckThick * 0.22);
            artist.Fill(Shape.Curve(0.035, 0.035, at - across, at + sag, at + across), Paints.Solid(collar), volume: 0.6);
            artist.Fill(Shape.Circle(at + sag + (0, 0.06), 0.045), Paints.Solid(look.Bright[0]), volume: 0.8);
        }
    }

    void DrawHead(Artist artist, Look look)
    {
        Artist own = artist.In(Affine.Place(Seen(skeleton.Head).Flat, body.Skull, stance.HeadTilt));
        new HeadPainter(own, head, look, stance.HeadYaw, stance.HeadPitch).Draw();
    }

    void DrawToes(Artist artist, Point toe)
    {
        foreach (double x in (ReadOnlySpan<double>)[-0.25, 0.25])
            artist.Detail(Shape.Line(0.009, 0.009, toe + (x * body.Paw, 0.1 * body.Paw), toe + (x * body.Paw * 1.1, 0.6 * body.Paw)),
                Color.Black, 0.45);
    }
}
