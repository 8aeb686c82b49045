namespace SketchPets.Raster;

/// <summary>How much of each pixel a shape covers, from 0 to 1, inside a window of the picture.</summary>
sealed class Mask(int left, int top, int width, int height)
{
    /// <summary>Rows of samples in a pixel; along a row the coverage is exact.</summary>
    const int SubRows = 5;

    public int Left => left;

    public int Top => top;

    public int Width => width;

    public int Height => height;

    public float[] Coverage { get; private init; } = new float[Math.Max(0, width) * Math.Max(0, height)];

    public bool IsEmpty => Coverage.Length == 0;

    /// <summary>The coverage at a pixel of the picture, 0 outside the window.</summary>
    public float this[int x, int y]
    {
        get
        {
            x -= left;
            y -= top;
            return (uint)x < (uint)width && (uint)y < (uint)height ? Coverage[y * width + x] : 0;
        }
    }

    /// <summary>Rasterises a shape given in pixels; <paramref name="margin"/> pixels are left free around it.</summary>
    public static Mask Of(Shape shape, int size, int margin)
    {
        double x0 = double.MaxValue, y0 = double.MaxValue, x1 = double.MinValue, y1 = double.MinValue;
        foreach (Point[] outline in shape.Outlines)
        {
            foreach (Point p in outline)
            {
                x0 = Math.Min(x0, p.X);
                y0 = Math.Min(y0, p.Y);
                x1 = Math.Max(x1, p.X);
                y1 = Math.Max(y1, p.Y);
            }
        }
        // The window may reach over the picture's edge, so that blurring there sees how the shape goes on.
        int beyond = margin + size / 10;
        int left = Edge(x0 - margin), top = Edge(y0 - margin);
        Mask mask = new(left, top, Edge(x1 + margin + 1) - left, Edge(y1 + margin + 1) - top);
        if (!mask.IsEmpty)
            mask.Scan(shape);
        return mask;

        int Edge(double value) => (int)Math.Floor(Math.Clamp(value, -beyond, size + beyond));
    }

    /// <summary>The same shape with its edge drawn out into fur: every pixel looks up its coverage a little to the side.</summary>
    public Mask Ragged(Noise noise, double amplitude, double fineness)
    {
        Mask ragged = new(left, top, width, height);
        for (int y = 0, i = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++, i++)
            {
                double u = (x + left) * fineness, v = (y + top) * fineness;
                ragged.Coverage[i] = Sample(x + amplitude * noise.At(u, v), y + amplitude * noise.At(u + 31.7, v + 5.3));
            }
        }
        return ragged;
    }

    public Mask Blurred(double radius) => new(left, top, width, height) { Coverage = Blur.Of(Coverage, width, height, radius) };

    float Sample(double x, double y)
    {
        double floorX = Math.Floor(x), floorY = Math.Floor(y);
        int ix = (int)floorX + left, iy = (int)floorY + top;
        float u = (float)(x - floorX), v = (float)(y - floorY);
        float above = this[ix, iy] + (this[ix + 1, iy] - this[ix, iy]) * u;
        float below = this[ix, iy + 1] + (this[ix + 1, iy + 1] - this[ix, iy + 1]) * u;
        return above + (below - above) * v;
    }

    void Scan(Shape shape)
    {
        List<(double X, int Winding)>[] rows = new List<(double, int)>[height * SubRows];
        foreach (Point[] outline in shape.Outlines)
        {
            Point from = outline[^1];
            foreach (Point to in outline)
            {
                Cross(rows, from, to);
                from = to;
            }
        }
        for (int row = 0; row < rows.Length; row++)
        {
            if (rows[row] is not { } crossings)
                continue;
            crossings.Sort((a, b) => a.X.CompareTo(b.X));
            int winding = 0;
            for (int i = 0; i + 1 < crossings.Count; i++)
            {
                winding += crossings[i].Winding;
                if (winding != 0)
                    Span(row / SubRows * width, crossings[i].X, crossings[i + 1].X);
            }
        }
    }

    void Cross(List<(double X, int Winding)>[] rows, Point from, Point to)
    {
        int winding = 1;
        if (from.Y > to.Y)
        {
            (from, to) = (to, from);
            winding = -1;
        }
        // Sample rows lie in the middle of their slices: row r at (r + ½) / SubRows.
        int first = Math.Max(0, (int)Math.Ceiling((Math.Max(from.Y, top - 1) - top) * SubRows - 0.5));
        int end = Math.Min(rows.Length, (int)Math.Ceiling((Math.Min(to.Y, top + height + 1) - top) * SubRows - 0.5));
        for (int row = first; row < end; row++)
        {
            double y = (row + 0.5) / SubRows + top;
            double x = from.X + (to.X - from.X) * ((y - from.Y) / (to.Y - from.Y)) - left;
            (rows[row] ??= []).Add((Math.Clamp(x, 0, width), winding));
        }
    }

    void Span(int offset, double from, double to)
    {
        int first = (int)from, last = Math.Min((int)to, width - 1);
        if (first > last)
            return;
        if (first == last)
        {
            Coverage[offset + first] += (float)((to - from) / SubRows);
            return;
        }
        Coverage[offset + first] += (float)((first + 1 - from) / SubRows);
        for (int x = first + 1; x < last; x++)
            Coverage[offset + x] += 1f / SubRows;
        Coverage[offset + last] += (float)((to - last) / SubRows);
    }
}
