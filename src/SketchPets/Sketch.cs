namespace SketchPets;

/// <summary>A drawn picture: <see cref="Rgb"/> holds red, green and blue bytes, pixel after pixel, row after row from the top
/// left.</summary>
public sealed class Sketch
{
    readonly byte[] rgb;

    internal Sketch(int width, int height, byte[] rgb)
    {
        Width = width;
        Height = height;
        this.rgb = rgb;
    }

    /// <summary>Pixels in a row.</summary>
    public int Width { get; }

    /// <summary>Number of rows.</summary>
    public int Height { get; }

    /// <summary>The bytes, <c>3 × Width × Height</c> of them.</summary>
    public ReadOnlySpan<byte> Rgb => rgb;
}
