using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Draws a head turned by yaw and pitch, around the origin, its skull about 1 in radius.</summary>
sealed class HeadPainter(Artist artist, Head head, Look look, double yaw, double pitch)
{
    public void Draw()
    {
        head.Crown?.Invoke(artist, look, Flat);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            DrawEar(side, behind: true);
        DrawSkull();
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            DrawEye(side);
        new MuzzlePainter(artist, head, look, yaw, pitch).Draw();
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            DrawEar(side, behind: false);
        head.Front?.Invoke(artist, look, Flat);
    }

    Point Flat(Point3 p) => p.Turn(yaw, pitch).Flat;

    /// <summary>How much of a width that faces forward is still seen.</summary>
    double Facing => Math.Max(0.25, Trig.Cos(yaw));

    void DrawSkull()
    {
        Shape skull = Shape.Ellipse(Flat((0, 0, 0)), head.Wide * (1 - 0.06 * (1 - Facing)), head.Tall);
        if (head.Cheeks > 0)
        {
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                skull.Add(Shape.Ellipse(Flat((side * head.Wide * 0.62, head.Tall * 0.38, 0.25)), head.Wide * 0.42 + head.Cheeks * Facing,
                    head.Tall * 0.48));
        }
        artist.Fill(skull, look.Coat.On(Part.Head), fur: head.Fur);
    }

    void DrawEar(int side, bool behind)
    {
        (Point3 At, Point3 Across)[] ear = head.Ear.On(side, head.Wide, head.Tall);
        if (ear[0].At.Turn(yaw, pitch).Z <= 0.12 != behind)
            return;
        Point[] middle = Array.ConvertAll(ear, joint => Flat(joint.At)),
            across = Array.ConvertAll(ear, joint => AtLeast(0.35, joint.Across.Turn(yaw, pitch).Flat));
        double[] widths = head.Ear.Widths;
        Paint coat = look.Coat.On(Part.Ear);
        artist.Fill(Leaf(1, 0), (x, y) => coat(x, y) * 0.92, fur: head.Fur * 0.4);
        if (head.Ear.Open)
            artist.Fill(Leaf(0.6, 0.12), look.Coat.On(Part.InnerEar), volume: 0.4, ink: false);

        Shape Leaf(double share, double from)
        {
            const int Steps = 16;
            Point[] corners = new Point[2 * (Steps + 1)];
            for (int i = 0; i <= Steps; i++)
            {
                double t = from + i / (double)Steps * (share + (1 - share) * 0.3) * (1 - from);
                Point at = Along(middle, t), half = Along(across, t) * (share * Profile(widths, i / (double)Steps));
                corners[i] = at + half;
                corners[^(i + 1)] = at - half;
            }
            return Shape.Polygon(corners);
        }
    }

    /// <summary>An ear seen from its edge still has a width.</summary>
    static Point AtLeast(double length, Point width) =>
        width.Length >= length ? width : width.Length < 0.01 ? new Point(length, 0) : width * (length / width.Length);

    static Point Along(Point[] line, double t)
    {
        double place = t * (line.Length - 1);
        int i = Math.Min((int)place, line.Length - 2);
        return Point.Mix(line[i], line[i + 1], place - i);
    }

    /// <summary>The half width at a share of the length: rounded between the given ones.</summary>
    static double Profile(double[] widths, double t)
    {
        double place = t * (widths.Length - 1);
        int i = Math.Min((int)place, widths.Length - 2);
        double u = place - i;
        double value = widths[i] + (widths[i + 1] - widths[i]) * u;
        // The last stretch closes like a circle's end when it does not end in a point.
        return widths[^1] > 0 && t > 0.8 ? value * Math.Sqrt(Math.Max(0, 1 - (t - 0.8) * (t - 0.8) * 25)) : value;
    }

    void DrawEye(int side)
    {
        Eye eye = head.Eye;
        double turn = side * eye.Apart;
        Point3 normal = new(Trig.Sin(turn) * Trig.Cos(eye.High), -Trig.Sin(eye.High), Trig.Cos(turn) * Trig.Cos(eye.High));
        Point3 seen = normal.Turn(yaw, pitch);
        if (seen.Z < 0.08)
            return;
        Point at = Flat((normal.X * head.Wide * 0.97, normal.Y * head.Tall * 0.97, normal.Z * 0.97));
        double wide = eye.Size * Math.Clamp(seen.Z * 1.15, 0.3, 1), tall = eye.Size * eye.Open;
        if (eye.Patch > 0)
            artist.Fill(Shape.Ellipse(at + (side * wide * 0.25, tall * 0.25), wide * eye.Patch, tall * eye.Patch * 0.8, side * 0.6),
                Paints.Solid(look.Coat.Second), volume: 0.2, ink: false);
        Artist own = artist.In(Affine.Place(at, 1, -side * eye.Slant) * Affine.Scale(wide, tall));
        Shape ball = Almond(eye.Almond, 1), rim = Almond(eye.Almond, 1.28);
        own.Detail(rim, Color.Black, 0.9);
        own.Fill(ball, Paints.Radial((0, 0.3), 1.2, look.Eye.Lighter(0.25), look.Eye), volume: 0.3, ink: false);
        double pupil = eye.Pupil;
        own.Detail(Shape.Ellipse((0, 0), pupil * eye.PupilWidth * tall / wide * (0.5 + 0.5 * wide / tall), Math.Min(0.95, pupil)),
            Color.Black);
        own.Detail(Shape.Circle((Math.Sign(artist.Style.Light.X) * 0.3, -0.35), 0.24), Color.White);
        if (eye.Brow > 0)
            artist.Detail(Shape.Ellipse(at + (side * 0.02, -tall - eye.Brow * 1.2), eye.Brow * 1.7 * Math.Max(0.4, seen.Z), eye.Brow * 0.8,
                side * 0.3), look.Coat.Second, 0.8);
    }

    static Shape Almond(double sharpness, double size)
    {
        double corner = size * (1 + 0.25 * sharpness), bulge = size * (1 - 0.28 * sharpness) * 1.33,
            reach = size * (1 - sharpness * 0.85) * 0.1;
        return Shape.Beziers((-corner, 0), (-corner, -reach - bulge), (corner, -reach - bulge), (corner, 0), (corner, reach + bulge),
            (-corner, reach + bulge), (-corner, 0));
    }
}
