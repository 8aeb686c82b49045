using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Draws what sticks out of a face: muzzle, nose, mouth, whiskers.</summary>
sealed class MuzzlePainter(Artist artist, Head head, Look look, double yaw, double pitch)
{
    readonly Muzzle muzzle = head.Muzzle;

    /// <summary>How much of a width that faces forward is still seen.</summary>
    readonly double facing = Math.Max(0.25, Trig.Cos(yaw));

    public void Draw()
    {
        double tipWide = muzzle.Wide * muzzle.Taper, tall = muzzle.Tall;
        Point3 root = (0, muzzle.Low, 0.95 - muzzle.Wide * 0.55), tip = root + (0, muzzle.Droop, muzzle.Length);
        Artist own = artist.In(Affine.Scale(1, tall));
        Point from = Flat(root), to = Flat(tip);
        own.Fill(Shape.Hull(((from.X, from.Y / tall), muzzle.Wide), ((to.X, to.Y / tall), tipWide)), Coat(tall), fur: head.Fur * 0.5,
            volume: 0.9);

        // The face of the muzzle: everything below is placed around the tip's front.
        Point3 front = tip + (0, 0, tipWide * 0.7);
        Point At(double x, double y) => Flat(front + (x, y, 0));
        double nose = muzzle.NoseSize, top = -tipWide * tall * 0.62, line = top + nose * 0.9 + muzzle.Pads * tipWide * 0.55;
        if (muzzle.Pads > 0)
        {
            foreach (int side in (ReadOnlySpan<int>)[-1, 1])
                artist.Fill(Shape.Ellipse(At(side * muzzle.Pads * tipWide * 0.85, line - muzzle.Pads * tipWide * 0.4),
                    muzzle.Pads * tipWide * (0.35 + 0.65 * facing) * 1.05, muzzle.Pads * tipWide * 0.85), look.Coat.On(Part.Muzzle),
                    volume: 0.5, ink: false);
        }
        DrawMouth(At, top + nose, line);
        DrawNose(At, top, nose);
        if (muzzle.Whiskers > 0)
            DrawWhiskers(At, line);
    }

    Point Flat(Point3 p) => p.Turn(yaw, pitch).Flat;

    Paint Coat(double tall)
    {
        Paint coat = look.Coat.On(Part.Muzzle);
        return (x, y) => coat(x, y * tall);
    }

    void DrawMouth(Func<double, double, Point> at, double top, double line)
    {
        const double Pen = 0.028;
        Color dark = Color.Mix(look.Coat.Ground * 0.25, Color.Black, 0.6);
        if (muzzle.Teeth)
            artist.Fill(Shape.Rounded(at(-0.09, 0).X, at(0, line).Y, at(0.09, 0).X, at(0, line).Y + 0.2, 0.02), Paints.Solid(Color.White),
                volume: 0.2);
        artist.Detail(Shape.Line(Pen, Pen, at(0, top), at(0, line)), dark, 0.85);
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
        {
            double m = side * muzzle.Mouth;
            artist.Detail(Shape.Curve(Pen, Pen * 0.7, at(0, line), at(m * 0.45, line + muzzle.Mouth * 0.28),
                at(m * 0.85, line + muzzle.Mouth * 0.12), at(m, line - muzzle.Mouth * 0.2)), dark, 0.85);
        }
    }

    void DrawNose(Func<double, double, Point> at, double top, double size)
    {
        Point centre = at(0, top);
        double wide = size * (0.45 + 0.55 * facing);
        Paint paint = Paints.Solid(look.Nose);
        switch (muzzle.Nose)
        {
            case NoseKind.Triangle:
                artist.Fill(Shape.Hull((centre + (-wide * 0.7, -size * 0.25), size * 0.3),
                    (centre + (wide * 0.7, -size * 0.25), size * 0.3), (centre + (0, size * 0.55), size * 0.22)), paint, volume: 0.5);
                break;
            case NoseKind.Oval:
                artist.Fill(Shape.Hull((centre + (-wide * 0.45, 0), size * 0.62), (centre + (wide * 0.45, 0), size * 0.62),
                    (centre + (0, size * 0.35), size * 0.45)), paint);
                artist.Detail(Shape.Ellipse(centre + (artist.Style.Light.X * wide * 0.4, -size * 0.35), wide * 0.3, size * 0.16),
                    Color.White, 0.6);
                break;
            case NoseKind.Snout:
                artist.Fill(Shape.Ellipse(at(0, 0), muzzle.Wide * muzzle.Taper * (0.3 + 0.7 * facing),
                    muzzle.Wide * muzzle.Taper * muzzle.Tall * 0.92), look.Coat.On(Part.InnerEar));
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
            artist.Detail(Shape.Ellipse(at(side * apart, y), radius * (0.4 + 0.6 * facing), radius * tall, side * 0.25),
                Color.Mix(look.Nose, Color.Black, 0.5));
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
                Point end = root + new Point(side * muzzle.Whiskers * (0.45 + 0.55 * facing), muzzle.Whiskers * spread);
                artist.Detail(Shape.Curve(0.024, 0.012, root, Point.Mix(root, end, 0.5) + (0, -0.06 * muzzle.Whiskers), end), hair, 0.85);
            }
        }
    }
}
