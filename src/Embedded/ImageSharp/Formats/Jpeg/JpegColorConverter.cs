using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Rows of components to rows of RGB, with the JFIF factors in fixed point, rounded once.</summary>
internal static class JpegColorConverter
{
    /// <summary>How far whole vectors may read and write behind a row.</summary>
    public const int Overrun = IRgbRows.Overrun;

    private const int Pixels = 16;

    // Factors times 2^15. That of blue is above one: its whole part is added apart.
    private const short RedFromCr = 13173;
    private const short BlueFromCb = 25297;
    private const short GreenFromCb = -11277;
    private const short GreenFromCr = -23401;

    /// <param name="color">What the planes mean.</param>
    /// <param name="planes">One plane a component, its row selected.</param>
    /// <param name="rgb">Takes the row; <see cref="Overrun"/> longer than it.</param>
    /// <param name="width">In pixels.</param>
    public static void Convert(JpegColor color, JpegPlane[] planes, Span<byte> rgb, int width)
    {
        if (color is JpegColor.Cmyk or JpegColor.Ycck)
        {
            JpegInks.Convert(color, planes, rgb, width);
            return;
        }

        ReadOnlySpan<byte> first = planes[0].Row;
        for (int x = 0; x < width; x += Pixels)
        {
            Vector128<byte> a = Vector128.Create(first[x..]);
            if (color == JpegColor.Grayscale)
            {
                Interleave(a, a, a, rgb[(3 * x)..]);
                continue;
            }

            Vector128<byte> b = Vector128.Create(planes[1].Row[x..]);
            Vector128<byte> c = Vector128.Create(planes[2].Row[x..]);
            if (color == JpegColor.YCbCr)
            {
                (a, b, c) = FromYCbCr(a, b, c);
            }

            Interleave(a, b, c, rgb[(3 * x)..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<byte> Red, Vector128<byte> Green, Vector128<byte> Blue) FromYCbCr(
        Vector128<byte> luma, Vector128<byte> blueness, Vector128<byte> redness)
    {
        Vector128<short> middle = Vector128.Create((short)128);
        Vector128<short> y0 = Vector128.WidenLower(luma).AsInt16();
        Vector128<short> y1 = Vector128.WidenUpper(luma).AsInt16();
        Vector128<short> cb0 = Vector128.WidenLower(blueness).AsInt16() - middle;
        Vector128<short> cb1 = Vector128.WidenUpper(blueness).AsInt16() - middle;
        Vector128<short> cr0 = Vector128.WidenLower(redness).AsInt16() - middle;
        Vector128<short> cr1 = Vector128.WidenUpper(redness).AsInt16() - middle;
        return (
            Saturate(y0 + cr0 + Scale(cr0, RedFromCr), y1 + cr1 + Scale(cr1, RedFromCr)),
            Saturate(y0 + Green(cb0, cr0), y1 + Green(cb1, cr1)),
            Saturate(y0 + cb0 + Scale(cb0, BlueFromCb), y1 + cb1 + Scale(cb1, BlueFromCb)));
    }

    // value * factor / 2^15, rounded
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Scale(Vector128<short> value, short factor)
    {
        if (Ssse3.IsSupported)
        {
            return Ssse3.MultiplyHighRoundScale(value, Vector128.Create(factor));
        }

        Vector128<int> half = Vector128.Create(1 << 14);
        Vector128<int> low = Vector128.ShiftRightArithmetic((Vector128.WidenLower(value) * factor) + half, 15);
        Vector128<int> high = Vector128.ShiftRightArithmetic((Vector128.WidenUpper(value) * factor) + half, 15);
        return Vector128.Narrow(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Green(Vector128<short> cb, Vector128<short> cr)
    {
        Vector128<int> half = Vector128.Create(1 << 14);
        Vector128<int> low;
        Vector128<int> high;
        if (Sse2.IsSupported)
        {
            Vector128<short> factors = Vector128.Create((GreenFromCb & 0xFFFF) | (GreenFromCr << 16)).AsInt16();
            low = Sse2.MultiplyAddAdjacent(Sse2.UnpackLow(cb, cr), factors);
            high = Sse2.MultiplyAddAdjacent(Sse2.UnpackHigh(cb, cr), factors);
        }
        else
        {
            low = (Vector128.WidenLower(cb) * GreenFromCb) + (Vector128.WidenLower(cr) * GreenFromCr);
            high = (Vector128.WidenUpper(cb) * GreenFromCb) + (Vector128.WidenUpper(cr) * GreenFromCr);
        }

        return Vector128.Narrow(Vector128.ShiftRightArithmetic(low + half, 15), Vector128.ShiftRightArithmetic(high + half, 15));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Saturate(Vector128<short> low, Vector128<short> high)
    {
        if (Sse2.IsSupported)
        {
            return Sse2.PackUnsignedSaturate(low, high);
        }

        Vector128<short> top = Vector128.Create((short)255);
        low = Vector128.Min(Vector128.Max(low, Vector128<short>.Zero), top);
        high = Vector128.Min(Vector128.Max(high, Vector128<short>.Zero), top);
        return Vector128.Narrow(low.AsUInt16(), high.AsUInt16());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Interleave(Vector128<byte> red, Vector128<byte> green, Vector128<byte> blue, Span<byte> rgb)
    {
        Vector128<byte> first =
            Vector128.Shuffle(red, Vector128.Create((byte)0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255, 5)) |
            Vector128.Shuffle(green, Vector128.Create((byte)255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255, 255)) |
            Vector128.Shuffle(blue, Vector128.Create((byte)255, 255, 0, 255, 255, 1, 255, 255, 2, 255, 255, 3, 255, 255, 4, 255));
        Vector128<byte> second =
            Vector128.Shuffle(red, Vector128.Create((byte)255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10, 255)) |
            Vector128.Shuffle(green, Vector128.Create((byte)5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255, 10)) |
            Vector128.Shuffle(blue, Vector128.Create((byte)255, 5, 255, 255, 6, 255, 255, 7, 255, 255, 8, 255, 255, 9, 255, 255));
        Vector128<byte> third =
            Vector128.Shuffle(red, Vector128.Create((byte)255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255, 255)) |
            Vector128.Shuffle(green, Vector128.Create((byte)255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15, 255)) |
            Vector128.Shuffle(blue, Vector128.Create((byte)10, 255, 255, 11, 255, 255, 12, 255, 255, 13, 255, 255, 14, 255, 255, 15));
        first.CopyTo(rgb);
        second.CopyTo(rgb[16..]);
        third.CopyTo(rgb[32..]);
    }
}
