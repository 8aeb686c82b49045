using System.Numerics;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Undoes the filters of scanlines (ISO/IEC 15948, clause 9).</summary>
internal static class PngFilters
{
    /// <summary>Undoes one scanline.</summary>
    /// <param name="filter">Which filter: 0 none, 1 sub, 2 up, 3 average, 4 Paeth.</param>
    /// <param name="line">The scanline, changed in place.</param>
    /// <param name="above">The one above, unfiltered; zeros above the first.</param>
    /// <param name="step">Bytes of a pixel, at least one.</param>
    public static void Undo(byte filter, Span<byte> line, ReadOnlySpan<byte> above, int step)
    {
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (int i = step; i < line.Length; i++)
                {
                    line[i] += line[i - step];
                }

                break;
            case 2:
                Add(line, above);
                break;
            case 3:
                for (int i = 0; i < line.Length; i++)
                {
                    int left = i < step ? 0 : line[i - step];
                    line[i] += (byte)((left + above[i]) >> 1);
                }

                break;
            case 4:
                UndoPaeth(line, above, step);
                break;
            default:
                throw new InvalidImageContentException("Unknown filter type.");
        }
    }

    /// <summary>Of left, above and upper left, the one nearest to left + above - upper left.</summary>
    public static byte Paeth(byte left, byte above, byte upperLeft)
    {
        int byLeft = Math.Abs(above - upperLeft);
        int byAbove = Math.Abs(left - upperLeft);
        int byUpperLeft = Math.Abs(left + above - (2 * upperLeft));
        if (byLeft <= byAbove && byLeft <= byUpperLeft)
        {
            return left;
        }

        return byAbove <= byUpperLeft ? above : upperLeft;
    }

    /// <summary>Filters one scanline.</summary>
    /// <param name="filter">Which filter.</param>
    /// <param name="line">The scanline.</param>
    /// <param name="above">The one above; zeros above the first.</param>
    /// <param name="step">Bytes of a pixel.</param>
    /// <param name="filtered">Takes the filter and the filtered bytes.</param>
    /// <returns>The sum of the filtered bytes' magnitudes.</returns>
    public static long Apply(byte filter, ReadOnlySpan<byte> line, ReadOnlySpan<byte> above, int step, Span<byte> filtered)
    {
        filtered[0] = filter;
        long sum = 0;
        for (int i = 0; i < line.Length; i++)
        {
            byte left = i < step ? (byte)0 : line[i - step];
            byte upperLeft = i < step ? (byte)0 : above[i - step];
            int guess = filter switch
            {
                0 => 0,
                1 => left,
                2 => above[i],
                3 => (left + above[i]) >> 1,
                _ => Paeth(left, above[i], upperLeft),
            };
            byte difference = (byte)(line[i] - guess);
            filtered[i + 1] = difference;
            sum += Math.Abs((int)(sbyte)difference);
        }

        return sum;
    }

    private static void Add(Span<byte> line, ReadOnlySpan<byte> above)
    {
        int i = 0;
        for (; i <= line.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            (new Vector<byte>(line[i..]) + new Vector<byte>(above[i..])).CopyTo(line[i..]);
        }

        for (; i < line.Length; i++)
        {
            line[i] += above[i];
        }
    }

    private static void UndoPaeth(Span<byte> line, ReadOnlySpan<byte> above, int step)
    {
        for (int i = 0; i < Math.Min(step, line.Length); i++)
        {
            line[i] += above[i];
        }

        for (int i = step; i < line.Length; i++)
        {
            line[i] += Paeth(line[i - step], above[i], above[i - step]);
        }
    }
}
