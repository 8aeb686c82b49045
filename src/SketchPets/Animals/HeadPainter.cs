using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Draws a head turned by yaw and pitch, around the origin, its skull about 1 in radius.</summary>
sealed class HeadPainter(Artist artist, Head head, Look look, double yaw, double pitch)
{
    readonly Muzzle muzzle = head.Muzzle;

    public void Draw()
    {
        head.Crown?.Invoke(artist, look, Flat);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            DrawEar(side, behind: true);
        DrawSkull();
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            DrawEye(side);
        DrawMuzzle();
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
                skull.Add(Shape.Ellipse(Flat((side * head.Wide * 0.62, head.Tall * 0.38, 0.25)), head.Wide * 0.42 + head.Cheeks * Facing, head.Tall * 0.48));
        }
        artist.Fill(skull, look.Coat.On(Part.Head), fur: head.Fur);
    }

    void DrawEar(int side, bool behind)
    {
        (Point3[] line, Point3 across) = head.Ear.On(side, head.Wide, head.Tall);
        Point3 root = line[0].Turn(yaw, pitch);
        if (root.Z <= 0.12 != behind)
            return;
        Point width = across.Turn(yaw, pitch).Flat;
        if (width.Length < 0.35)
            width = width.Length < 0.01 ? new Point(0.35, 0) : width * (0.35 / width.Length);
        double[] widths = head.Ear.Widths;
        artist.Fill(Leaf(1, 0), look.Coat.On(Part.Ear), fur: head.Fur * 0.6);
        if (head.Ear.Open)
            artist.Fill(Leaf(0.6, 0.12), look.Coat.On(Part.InnerEar), volume: 0.4, ink: false);

        Shape Leaf(double share, double from)
        {
            const int Steps = 16;
            Point[] middle = Array.ConvertAll(line, Flat);
            Point[] corners = new Point[2 * (Steps + 1)];
            for (int i = 0; i <= Steps; i++)
            {
                double t = from + i / (double)Steps * (share + (1 - share) * 0.3) * (1 - from);
                Point at = Along(middle, t);
                double half = share * Profile(widths, i / (double)Steps);
                corners[i] = at + width * half;
                corners[^(i + 1)] = at - width * half;
            }
            return Shape.Polygon(corners);
        }
    }

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
        Artist own = artist.In(Affine.Place(at, 1, -side * eye.Slant) * Affine.Scale(wide, tall));
        Shape ball = Almond(eye.Almond, 1), rim = Almond(eye.Almond, 1.28);
        own.Detail(rim, Color.Black, 0.9);
        own.Fill(ball, Paints.Radial((0, 0.3), 1.2, look.Eye.Lighter(0.25), look.Eye), volume: 0.3, ink: false);
        double pupil = eye.Pupil;
        own.Detail(Shape.Ellipse((0, 0), pupil * eye.PupilWidth * tall / wide * (0.5 + 0.5 * wide / tall), Math.Min(0.95, pupil)), Color.Black);
        own.Detail(Shape.Circle((Math.Sign(artist.Style.Light.X) * 0.3, -0.35), 0.24), Color.White);
        if (eye.Brow > 0)
            artist.Detail(Shape.Ellipse(at + (side * 0.02, -tall - eye.Brow * 1.2), eye.Brow * 1.7 * Math.Max(0.4, seen.Z), eye.Brow * 0.8, side * 0.3), look.Coat.Second, 0.8);
    }

    static Shape Almond(double sharpness, double size)
    {
        double corner = size * (1 + 0.25 * sharpness), bulge = size * (1 - 0.28 * sharpness) * 1.33, reach = size * (1 - sharpness * 0.85) * 0.1;
        return Shape.Beziers((-corner, 0), (-corner, -reach - bulge), (corner, -reach - bulge), (corner, 0), (corner, reach + bulge), (-corner, reach + bulge), (-corner, 0));
    }

    void DrawMuzzle()
    {
        double tipWide = muzzle.Wide * muzzle.Taper, tall = muzzle.Tall;
        Point3 root = (0, muzzle.Low, 0.95 - muzzle.Wide * 0.55), tip = root + (0, muzzle.Droop, muzzle.Length);
        Artist own = artist.In(Affine.Scale(1, tall));
        Point from = Flat(root), to = Flat(tip);
        own.Fill(Shape.Hull(((from.X, from.Y / tall), muzzle.Wide), ((to.X, to.Y / tall), tipWide)), Coat(tall), fur: head.Fur * 0.5, volume: 0.9);

        // The face of the muzzle: everything below is placed around the tip's front.
        Point3 front = tip + (0, 0, tipWide * 0.7);
        Point At(double x, double y) => Flat(front + (x, y, 0));
        double nose = muzzle.NoseSize, top = -tipWide * tall * 0.62, line = top + nose * 0.9 + muzzle.Pads * tipWide * 0.55;
        if (muzzle.Tongue > 0)
            DrawTongue(At, line);
        if (muzzle.Pads > 0)
        {
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                artist.Fill(Shape.Ellipse(At(side * muzzle.Pads * tipWide * 0.85, line - muzzle.Pads * tipWide * 0.4), muzzle.Pads * tipWide * (0.35 + 0.65 * Facing) * 1.05, muzzle.Pads * tipWide * 0.85), look.Coat.On(Part.Muzzle), volume: 0.5, ink: false);
        }
        DrawMouth(At, top + nose, line);
        DrawNose(At, top, nose);
        if (muzzle.Whiskers > 0)
            DrawWhiskers(At, line);
    }

    Paint Coat(double tall)
    {
        Paint coat = look.Coat.On(Part.Muzzle);
        return (x, y) => coat(x, y * tall);
    }

    void DrawTongue(Func<double, double, Point> at, double line)
    {
        double wide = muzzle.Mouth * 0.62, drop = muzzle.Tongue;
        artist.Detail(Shape.Ellipse(at(0, line + drop * 0.25), muzzle.Mouth * 0.85 * Math.Max(0.5, Facing), drop * 0.6), Color.Hex(0x5a2226));
        Point root = at(0, line + 0.05), end = at(0, line + drop);
        artist.Fill(Shape.Hull((root, wide * 0.8), (end, wide * 0.75)), Paints.Linear(root, look.Tongue * 0.75, end, look.Tongue), volume: 0.6);
    }

    void DrawMouth(Func<double, double, Point> at, double top, double line)
    {
        const double Pen = 0.028;
        Color dark = Color.Mix(look.Coat.Ground * 0.25, Color.Black, 0.6);
        if (muzzle.Teeth)
            artist.Fill(Shape.Rounded(at(-0.09, 0).X, at(0, line).Y, at(0.09, 0).X, at(0, line).Y + 0.2, 0.02), Paints.Solid(Color.White), volume: 0.2);
        artist.Detail(Shape.Line(Pen, Pen, at(0, top), at(0, line)), dark, 0.85);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            double m = side * muzzle.Mouth;
            artist.Detail(Shape.Curve(Pen, Pen * 0.7, at(0, line), at(m * 0.45, line + muzzle.Mouth * 0.28), at(m * 0.85, line + muzzle.Mouth * 0.12), at(m, line - muzzle.Mouth * 0.2)), dark, 0.85);
        }
    }

    void DrawNose(Func<double, double, Point> at, double top, double size)
    {
        Point centre = at(0, top);
        double wide = size * (0.45 + 0.55 * Facing);
        Paint paint = Paints.Solid(look.Nose);
        switch (muzzle.Nose)
        {
            case NoseKind.Triangle:
                artist.Fill(Shape.Hull((centre + (-wide * 0.7, -size * 0.25), size * 0.3), (centre + (wide * 0.7, -size * 0.25), size * 0.3), (centre + (0, size * 0.55), size * 0.22)), paint, volume: 0.5);
                break;
            case NoseKind.Oval:
                artist.Fill(Shape.Hull((centre + (-wide * 0.45, 0), size * 0.62), (centre + (wide * 0.45, 0), size * 0.62), (centre + (0, size * 0.35), size * 0.45)), paint);
                artist.Detail(Shape.Ellipse(centre + (artist.Style.Light.X * wide * 0.4, -size * 0.35), wide * 0.3, size * 0.16), Color.White, 0.6);
                break;
            case NoseKind.Snout:
                artist.Fill(Shape.Ellipse(at(0, 0), muzzle.Wide * muzzle.Taper * (0.3 + 0.7 * Facing), muzzle.Wide * muzzle.Taper * muzzle.Tall * 0.92), look.Coat.On(Part.InnerEar));
                Nostrils(at, 0, size, size * 0.5, 1.4);
                break;
            default:
                Nostrils(at, top * 0.3, size, size * 0.42, 1.5);
                break;
        }
    }

    void Nostrils(Func<double, double, Point> at, double y, double apart, double radius, double tall)
    {
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            artist.Detail(Shape.Ellipse(at(side * apart, y), radius * (0.4 + 0.6 * Facing), radius * tall, side * 0.25), Color.Mix(look.Nose, Color.Black, 0.5));
    }

    void DrawWhiskers(Func<double, double, Point> at, double line)
    {
        double luma = look.Coat.On(Part.Head)(0.7, 0.4).Luma;
        Color hair = luma > 0.55 ? Color.Black.Lighter(0.15) : Color.White;
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            for (int row = 0; row < 3; row++)
            {
                double y = line - muzzle.Pads * muzzle.Wide * (0.75 - 0.3 * row), spread = (row - 1) * 0.22;
                Point root = at(side * muzzle.Wide * 0.55, y);
                Point end = root + new Point(side * muzzle.Whiskers * (0.45 + 0.55 * Facing), muzzle.Whiskers * spread);
                artist.Detail(Shape.Curve(0.024, 0.012, root, Point.Mix(root, end, 0.5) + (0, -0.06 * muzzle.Whiskers), end), hair, 0.85);
            }
        }
    }
}
