using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>What the samples of a scanline mean.</summary>
internal sealed class PngScanlines(PngHeader header)
{
    private byte[] paletteAlpha = [];
    private (int Red, int Green, int Blue)? transparent;

    public PngHeader Header => header;

    /// <summary>Three bytes a colour.</summary>
    public byte[]? Palette { get; set; }

    /// <summary>Bytes from one pixel to the next, as filters count them.</summary>
    public int FilterStep => Math.Max(1, header.BitsPerPixel / 8);

    /// <summary>Bytes of a scanline without its filter.</summary>
    public int ScanlineLength(int width) => checked((int)((((long)width * header.BitsPerPixel) + 7) / 8));

    /// <summary>Takes the contents of a tRNS chunk.</summary>
    public void SetTransparency(ReadOnlySpan<byte> contents)
    {
        if (header.ColorType == PngColorType.Palette)
        {
            paletteAlpha = contents.ToArray();
        }
        else if (header.ColorType == PngColorType.Grayscale && contents.Length >= 2)
        {
            int grey = BinaryPrimitives.ReadUInt16BigEndian(contents);
            transparent = (grey, grey, grey);
        }
        else if (header.ColorType == PngColorType.Rgb && contents.Length >= 6)
        {
            transparent = (
                BinaryPrimitives.ReadUInt16BigEndian(contents),
                BinaryPrimitives.ReadUInt16BigEndian(contents[2..]),
                BinaryPrimitives.ReadUInt16BigEndian(contents[4..]));
        }
    }

    /// <summary>Turns a scanline into pixels, by way of <paramref name="spare"/> where formats differ.</summary>
    public void Expand<TPixel>(ReadOnlySpan<byte> line, Span<TPixel> pixels, Span<Rgba32> spare)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        if (header.BitDepth == 8 && transparent is null)
        {
            switch (header.ColorType)
            {
                case PngColorType.Rgb:
                    PixelConversion.Convert(MemoryMarshal.Cast<byte, Rgb24>(line), pixels);
                    return;
                case PngColorType.RgbWithAlpha:
                    PixelConversion.Convert(MemoryMarshal.Cast<byte, Rgba32>(line), pixels);
                    return;
                case PngColorType.Grayscale:
                    PixelConversion.Convert(MemoryMarshal.Cast<byte, L8>(line), pixels);
                    return;
            }
        }

        Expand(line, spare);
        PixelConversion.Convert<Rgba32, TPixel>(spare, pixels);
    }

    /// <summary>Turns a scanline into colours.</summary>
    public void Expand(ReadOnlySpan<byte> line, Span<Rgba32> colors)
    {
        int channels = header.Channels;
        for (int x = 0; x < colors.Length; x++)
        {
            int first = Sample(line, x * channels);
            if (header.ColorType == PngColorType.Palette)
            {
                colors[x] = PaletteColor(first);
                continue;
            }

            bool isGrey = channels < 3;
            int green = isGrey ? first : Sample(line, (x * channels) + 1);
            int blue = isGrey ? first : Sample(line, (x * channels) + 2);
            byte alpha = (channels & 1) == 0 ? ToByte(Sample(line, (x * channels) + channels - 1)) : (byte)255;
            if (transparent == (first, green, blue))
            {
                alpha = 0;
            }

            colors[x] = new Rgba32(ToByte(first), ToByte(green), ToByte(blue), alpha);
        }
    }

    private int Sample(ReadOnlySpan<byte> line, int index)
    {
        switch (header.BitDepth)
        {
            case 8:
                return line[index];
            case 16:
                return BinaryPrimitives.ReadUInt16BigEndian(line[(2 * index)..]);
            default:
                int bit = index * header.BitDepth;
                return (line[bit >> 3] >> (8 - header.BitDepth - (bit & 7))) & ((1 << header.BitDepth) - 1);
        }
    }

    private byte ToByte(int sample) => header.BitDepth switch
    {
        8 => (byte)sample,
        16 => (byte)(((sample * 255) + 32895) >> 16),
        _ => (byte)(sample * 255 / ((1 << header.BitDepth) - 1)),
    };

    private Rgba32 PaletteColor(int index)
    {
        // An index beyond the palette stands for its last colour.
        index = Math.Min(index, (Palette!.Length / 3) - 1);
        byte alpha = index < paletteAlpha.Length ? paletteAlpha[index] : (byte)255;
        int at = index * 3;
        return new Rgba32(Palette[at], Palette[at + 1], Palette[at + 2], alpha);
    }
}
