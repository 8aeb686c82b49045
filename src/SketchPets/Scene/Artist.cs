using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>Puts shapes on the canvas in the picture's style. Each artist has its own coordinates; <see cref="In"/> gives one with
/// others.</summary>
sealed class Artist
{
    readonly Canvas canvas;
    readonly Style style;
    readonly Affine frame, toPixels, fromPixels;
    readonly float[] grain;

    public Artist(Canvas canvas, Style style)
        : this(canvas, style, Affine.Identity, Grain(canvas.Size, style))
    {
    }

    Artist(Canvas canvas, Style style, Affine frame, float[] grain)
    {
        this.canvas = canvas;
        this.style = style;
        this.frame = frame;
        this.grain = grain;
        toPixels = canvas.ToPixels * frame;
        fromPixels = toPixels.Inverse();
    }

    public Style Style => style;

    /// <summary>An artist whose coordinates <paramref name="inner"/> maps to this one's.</summary>
    public Artist In(Affine inner) => new(canvas, style, frame * inner, grain);

    /// <summary>Fills a shape.</summary>
    /// <param name="volume">0 flat; 1 as round as the style makes things.</param>
    /// <param name="fur">How far hair sticks out of the outline, in this artist's units.</param>
    /// <param name="ink">Whether the style's outline is drawn around it.</param>
    public void Fill(Shape shape, Paint paint, double volume = 1, double fur = 0, bool ink = true, double opacity = 1)
    {
        double scale = toPixels.Magnification, inkPixels = ink ? style.Ink * canvas.Size / 2 : 0;
        double furPixels = fur * scale + style.Fray * canvas.Size / 2;
        Mask mask = Mask.Of(shape.Transform(toPixels), canvas.Size, (int)(furPixels + 3 * inkPixels) + 2);
        if (mask.IsEmpty)
            return;
        if (furPixels > 0.2)
            mask = mask.Ragged(style.Noise, furPixels, 0.6 / Math.Max(furPixels, 0.8));
        if (inkPixels > 0.2)
            Outline(mask, inkPixels, paint);
        if (volume * style.Volume > 0.02)
            Round(mask, paint, volume * style.Volume, opacity);
        else
            canvas.Lay(mask, opacity, (x, y) => Textured(paint, x, y));
    }

    /// <summary>A thing's flat detail: no outline, no volume.</summary>
    public void Detail(Shape shape, Color color, double opacity = 1) =>
        Fill(shape, Paints.Solid(color), volume: 0, ink: false, opacity: opacity);

    /// <summary>A soft dark area: what stands on the ground throws one.</summary>
    public void Shadow(Shape shape, double softness, double opacity)
    {
        double radius = softness * toPixels.Magnification;
        Mask mask = Mask.Of(shape.Transform(toPixels), canvas.Size, (int)(3 * radius) + 2);
        if (!mask.IsEmpty)
            canvas.Lay(mask.Blurred(radius), opacity, (_, _) => style.Shade * 0.3);
    }

    Color Textured(Paint paint, int x, int y)
    {
        Point p = fromPixels.Apply((x + 0.5, y + 0.5));
        return paint(p.X, p.Y) * grain[y * canvas.Size + x];
    }

    /// <summary>The paper's roughness: what the brightness of each pixel is multiplied by.</summary>
    static float[] Grain(int size, Style style)
    {
        float[] grain = new float[size * size];
        double unit = 18.0 / size;
        for (int i = 0; i < grain.Length; i++)
            grain[i] = (float)(1 + style.Grain * style.Noise.Fractal(i % size * unit, i / size * unit, 4));
        return grain;
    }

    void Outline(Mask mask, double radius, Paint paint)
    {
        Mask soft = mask.Blurred(radius);
        for (int i = 0; i < soft.Coverage.Length; i++)
            soft.Coverage[i] = Math.Clamp((soft.Coverage[i] - 0.06f) * 5, 0, 1);
        canvas.Lay(soft, 1, (x, y) => Color.Mix(Textured(paint, x, y) * 0.42, Color.Black, style.InkDarkness));
    }

    /// <summary>Shades a shape as if it bulged towards the viewer: the blurred mask is its height, its slope catches the light.</summary>
    void Round(Mask mask, Paint paint, double volume, double opacity)
    {
        double radius = Math.Clamp(0.09 * Math.Min(mask.Width, mask.Height) - 1, 0.6, canvas.Size * 0.03);
        Mask height = mask.Blurred(radius);
        canvas.Lay(mask, opacity, (x, y) =>
        {
            double slopeX = (height[x + 1, y] - height[x - 1, y]) * radius * 1.7,
                slopeY = (height[x, y + 1] - height[x, y - 1]) * radius * 1.7;
            double lit = -(slopeX * style.Light.X + slopeY * style.Light.Y) * volume;
            Color c = Textured(paint, x, y);
            double hollow = (1 - height[x, y]) * 0.35 * volume;
            c = Color.Mix(c, c * style.Shade, Math.Clamp(hollow + Math.Max(0, -lit) * 0.85, 0, 1));
            return lit > 0 ? Color.Mix(c, style.Sun, Math.Min(0.5, lit * 0.38)) : c;
        });
    }
}
