namespace SketchPets.Raster;

/// <summary>A square picture being painted; the drawing's coordinates run from −1 to 1 in both directions, whatever the size in
/// pixels.</summary>
sealed class Canvas
{
    public Canvas(int size)
    {
        Size = size;
        Red = new float[size * size];
        Green = new float[size * size];
        Blue = new float[size * size];
        ToPixels = Affine.Scale(size / 2.0) * Affine.Move(1, 1);
    }

    public int Size { get; }

    public Affine ToPixels { get; }

    public float[] Red { get; private set; }

    public float[] Green { get; private set; }

    public float[] Blue { get; private set; }

    /// <summary>Lays a colour over the pixels of a mask. The colour is asked for where the mask has any coverage.</summary>
    public void Lay(Mask mask, double opacity, Func<int, int, Color> color)
    {
        int right = Math.Min(Size, mask.Left + mask.Width), bottom = Math.Min(Size, mask.Top + mask.Height);
        for (int y = Math.Max(0, mask.Top); y < bottom; y++)
        {
            for (int x = Math.Max(0, mask.Left); x < right; x++)
            {
                double alpha = Math.Min(1, mask[x, y] * opacity);
                if (alpha <= 0.002)
                    continue;
                Color c = color(x, y);
                int i = y * Size + x;
                Red[i] += (float)(alpha * (c.R - Red[i]));
                Green[i] += (float)(alpha * (c.G - Green[i]));
                Blue[i] += (float)(alpha * (c.B - Blue[i]));
            }
        }
    }

    /// <summary>Replaces every pixel by what <paramref name="map"/> makes of it, given its place in the drawing.</summary>
    public void Map(Func<double, double, Color, Color> map)
    {
        Affine back = ToPixels.Inverse();
        for (int y = 0, i = 0; y < Size; y++)
        {
            for (int x = 0; x < Size; x++, i++)
            {
                Point p = back.Apply((x + 0.5, y + 0.5));
                Color c = map(p.X, p.Y, new Color(Red[i], Green[i], Blue[i]));
                (Red[i], Green[i], Blue[i]) = ((float)Math.Clamp(c.R, 0, 1), (float)Math.Clamp(c.G, 0, 1), (float)Math.Clamp(c.B, 0, 1));
            }
        }
    }

    /// <summary>Blurs all that has been painted so far.</summary>
    public void Soften(double radius)
    {
        radius *= Size / 2.0;
        Red = Raster.Blur.Of(Red, Size, Size, radius);
        Green = Raster.Blur.Of(Green, Size, Size, radius);
        Blue = Raster.Blur.Of(Blue, Size, Size, radius);
    }

    public Sketch ToSketch()
    {
        byte[] rgb = new byte[3 * Size * Size];
        for (int i = 0; i < Red.Length; i++)
        {
            rgb[3 * i] = Byte(Red[i]);
            rgb[3 * i + 1] = Byte(Green[i]);
            rgb[3 * i + 2] = Byte(Blue[i]);
        }
        return new Sketch(Size, Size, rgb);

        static byte Byte(float value) => (byte)(Math.Clamp(value, 0, 1) * 255 + 0.5f);
    }
}
