using System.Numerics;

namespace SixLabors.ImageSharp.PixelFormats;

/// <summary>One byte of luminance.</summary>
public struct L8 : IPixel<L8>
{
    /// <summary>A pixel of the given luminance.</summary>
    public L8(byte luminance) => PackedValue = luminance;

    /// <summary>The luminance.</summary>
    public byte PackedValue { get; set; }

    public static bool operator ==(L8 left, L8 right) => left.Equals(right);

    public static bool operator !=(L8 left, L8 right) => !left.Equals(right);

    public void FromScaledVector4(Vector4 vector) => FromVector4(vector);

    public readonly Vector4 ToScaledVector4() => ToVector4();

    public void FromVector4(Vector4 vector) => FromRgba32(VectorBytes.ToRgba32(vector));

    public readonly Vector4 ToVector4()
    {
        float scaled = PackedValue / 255f;
        return new Vector4(scaled, scaled, scaled, 1f);
    }

    public void FromL8(L8 source) => this = source;

    public void FromRgb24(Rgb24 source) => PackedValue = VectorBytes.Luminance(source.R, source.G, source.B);

    public void FromRgba32(Rgba32 source) => PackedValue = VectorBytes.Luminance(source.R, source.G, source.B);

    public readonly void ToRgba32(ref Rgba32 dest) => dest = new Rgba32(PackedValue, PackedValue, PackedValue);

    public readonly bool Equals(L8 other) => PackedValue == other.PackedValue;

    public override readonly bool Equals(object? obj) => obj is L8 other && Equals(other);

    public override readonly int GetHashCode() => PackedValue.GetHashCode();

    public override readonly string ToString() => $"L8({PackedValue})";
}
