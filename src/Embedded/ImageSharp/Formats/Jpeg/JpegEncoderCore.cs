using System.Buffers.Binary;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>Writes a baseline JPEG stream with the standard tables.</summary>
internal sealed class JpegEncoderCore
{
    private readonly Stream stream;
    private readonly YCbCrPlanes planes;
    private readonly bool isGray;
    private readonly int factor;
    private readonly byte[][] quantization;
    private readonly int[] predictions = new int[3];

    /// <param name="stream">Takes the file.</param>
    /// <param name="planes">The samples.</param>
    /// <param name="color">How they are stored.</param>
    /// <param name="quality">From 1 to 100.</param>
    public JpegEncoderCore(Stream stream, YCbCrPlanes planes, JpegEncodingColor color, int quality)
    {
        this.stream = stream;
        this.planes = planes;
        isGray = color == JpegEncodingColor.Luminance;
        factor = color == JpegEncodingColor.YCbCrRatio420 ? 2 : 1;
        quantization = [StandardTables.Quantization(isLuminance: true, quality), StandardTables.Quantization(isLuminance: false, quality)];
    }

    private int ComponentCount => isGray ? 1 : 3;

    public void Write(ExifProfile? exif)
    {
        stream.Write([0xFF, JpegMarker.StartOfImage]);
        WriteSegment(JpegMarker.App0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        if (exif?.ToByteArray() is byte[] notes)
        {
            WriteSegment(JpegMarker.App1, [.. "Exif\0\0"u8, .. notes]);
        }

        WriteTables();
        WriteHeaders();
        WriteScan();
        stream.Write([0xFF, JpegMarker.EndOfImage]);
    }

    private void WriteTables()
    {
        int kinds = isGray ? 1 : 2;
        for (int i = 0; i < kinds; i++)
        {
            byte[] table = quantization[i];
            byte[] ordered = new byte[64];
            for (int k = 0; k < ordered.Length; k++)
            {
                ordered[k] = table[ZigZag.ToNatural[k]];
            }

            WriteSegment(JpegMarker.DefineQuantizationTables, [(byte)i, .. ordered]);
        }

        foreach (byte[] table in StandardTables.Huffman.Take(2 * kinds))
        {
            WriteSegment(JpegMarker.DefineHuffmanTables, table);
        }
    }

    private void WriteHeaders()
    {
        byte[] frame = new byte[6 + (3 * ComponentCount)];
        frame[0] = 8;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)planes.Height);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(3), (ushort)planes.Width);
        frame[5] = (byte)ComponentCount;
        List<byte> scan = [(byte)ComponentCount];
        for (int i = 0; i < ComponentCount; i++)
        {
            bool isLuminance = i == 0;
            int sampling = isLuminance && !isGray ? factor : 1;
            frame[6 + (3 * i)] = (byte)(i + 1);
            frame[7 + (3 * i)] = (byte)((sampling << 4) | sampling);
            frame[8 + (3 * i)] = (byte)(isLuminance ? 0 : 1);
            scan.AddRange([(byte)(i + 1), (byte)(isLuminance ? 0x00 : 0x11)]);
        }

        scan.AddRange([0, 63, 0]);
        WriteSegment(JpegMarker.StartOfFrame0, frame);
        WriteSegment(JpegMarker.StartOfScan, [.. scan]);
    }

    private void WriteScan()
    {
        HuffmanCodes[] codes = [.. StandardTables.Huffman.Select(table => new HuffmanCodes(table))];
        BlockWriter writer = new(stream);
        int side = 8 * (isGray ? 1 : factor);
        for (int y = 0; y < planes.Height; y += side)
        {
            for (int x = 0; x < planes.Width; x += side)
            {
                for (int block = 0; block < (side / 8) * (side / 8); block++)
                {
                    int column = x + (8 * (block % (side / 8)));
                    int row = y + (8 * (block / (side / 8)));
                    WriteBlock(writer, codes, component: 0, column, row, scale: 1);
                }

                for (int component = 1; component < ComponentCount; component++)
                {
                    WriteBlock(writer, codes, component, x, y, factor);
                }
            }
        }

        writer.Finish();
    }

    private void WriteBlock(BlockWriter writer, HuffmanCodes[] codes, int component, int x, int y, int scale)
    {
        Span<float> samples = stackalloc float[64];
        Span<short> coefficients = stackalloc short[64];
        planes.ReadBlock(component, x, y, scale, samples);
        int tables = component == 0 ? 0 : 1;
        ForwardDct.Transform(samples, quantization[tables], coefficients);
        writer.Write(coefficients, ref predictions[component], codes[2 * tables], codes[(2 * tables) + 1]);
    }

    private void WriteSegment(byte marker, ReadOnlySpan<byte> contents)
    {
        Span<byte> header = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], (ushort)(contents.Length + 2));
        stream.Write(header);
        stream.Write(contents);
    }
}
