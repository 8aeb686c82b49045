namespace SketchPets.Raster;

/// <summary>
/// A filled shape: the union of closed outlines. Curves are cut into short lines when they are added. All outlines are turned the same
/// way, so that overlapping ones join (non-zero winding) and never cut holes.
/// </summary>
sealed class Shape
{
    readonly List<Point[]> outlines = [];

    public IReadOnlyList<Point[]> Outlines => outlines;

    public static Shape Polygon(params Point[] corners)
    {
        Shape shape = new();
        shape.Add(corners);
        return shape;
    }

    public static Shape Ellipse(Point centre, double radiusX, double radiusY, double radians = 0)
    {
        const int Corners = 40;
        Affine place = Affine.Move(centre.X, centre.Y) * Affine.Rotate(radians) * Affine.Scale(radiusX, radiusY);
        Point[] corners = new Point[Corners];
        for (int i = 0; i < Corners; i++)
            corners[i] = place.Apply(Trig.Unit(Trig.Tau * i / Corners));
        return Polygon(corners);
    }

    public static Shape Circle(Point centre, double radius) => Ellipse(centre, radius, radius);

    public static Shape Box(double left, double top, double right, double bottom) =>
        Polygon((left, top), (right, top), (right, bottom), (left, bottom));

    /// <summary>A box with rounded corners.</summary>
    public static Shape Rounded(double left, double top, double right, double bottom, double radius) => Hull(
        ((left + radius, top + radius), radius), ((right - radius, top + radius), radius),
        ((right - radius, bottom - radius), radius), ((left + radius, bottom - radius), radius));

    /// <summary>A smooth closed outline through the points.</summary>
    public static Shape Blob(params Point[] points) => Polygon(Spline.Closed(points));

    /// <summary>A closed outline that starts at a point and follows cubic Béziers, three points each.</summary>
    public static Shape Beziers(Point start, params Point[] controls)
    {
        List<Point> corners = [start];
        for (int i = 0; i + 2 < controls.Length; i += 3)
        {
            for (int step = 1; step <= 12; step++)
            {
                double t = step / 12.0, s = 1 - t;
                Point near = start * (s * s * s) + controls[i] * (3 * s * s * t);
                corners.Add(near + controls[i + 1] * (3 * s * t * t) + controls[i + 2] * (t * t * t));
            }
            start = controls[i + 2];
        }
        return Polygon([.. corners]);
    }

    /// <summary>The convex hull of circles: two make a tapered capsule.</summary>
    public static Shape Hull(params ReadOnlySpan<(Point Centre, double Radius)> circles)
    {
        const int Corners = 28;
        List<Point> points = new(circles.Length * Corners);
        foreach ((Point centre, double radius) in circles)
        {
            for (int i = 0; i < Corners; i++)
                points.Add(centre + Trig.Unit(Trig.Tau * i / Corners) * radius);
        }
        return Polygon(ConvexHull.Of(points));
    }

    /// <summary>A round-ended line that is <paramref name="startRadius"/> thick on each side at its start and tapers evenly.</summary>
    public static Shape Line(double startRadius, double endRadius, params ReadOnlySpan<Point> points)
    {
        Shape shape = new();
        if (points.Length == 1)
            return Circle(points[0], startRadius);
        for (int i = 1; i < points.Length; i++)
        {
            double before = startRadius + (endRadius - startRadius) * (i - 1) / (points.Length - 1);
            double after = startRadius + (endRadius - startRadius) * i / (points.Length - 1);
            shape.Add(Hull((points[i - 1], before), (points[i], after)));
        }
        return shape;
    }

    /// <summary>A smooth line through the points.</summary>
    public static Shape Curve(double startRadius, double endRadius, params Point[] points) =>
        Line(startRadius, endRadius, Spline.Open(points));

    /// <summary>The outline of a shape as a line of its own.</summary>
    public Shape Outline(double radius)
    {
        Shape shape = new();
        foreach (Point[] outline in outlines)
            shape.Add(Line(radius, radius, [.. outline, outline[0]]));
        return shape;
    }

    public Shape Add(Shape other)
    {
        outlines.AddRange(other.outlines);
        return this;
    }

    public Shape Transform(Affine map)
    {
        Shape shape = new();
        foreach (Point[] outline in outlines)
            shape.Add(Array.ConvertAll(outline, map.Apply));
        return shape;
    }

    void Add(Point[] corners)
    {
        double area = 0;
        for (int i = 0, before = corners.Length - 1; i < corners.Length; before = i++)
            area += corners[before].X * corners[i].Y - corners[i].X * corners[before].Y;
        outlines.Add(area < 0 ? [.. corners.Reverse()] : corners);
    }
}
