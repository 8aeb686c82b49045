using System.Buffers;
using System.Buffers.Binary;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>
/// Decodes a JPEG stream (ITU T.81: baseline, extended sequential and progressive, with Huffman coding) held in memory.
/// A scan that makes up the whole picture is shown row by row as it is read; otherwise coefficients are kept until the end.
/// </summary>
internal sealed class JpegDecoderCore
{
    // Some encoders write dozens of scans; a thousand would be an attack on the reader's time.
    private const int MaxScans = 256;

    private readonly ushort[]?[] quantizationTables = new ushort[4][];
    private readonly HuffmanTable?[] dcTables = new HuffmanTable[4];
    private readonly HuffmanTable?[] acTables = new HuffmanTable[4];
    private readonly List<short[]> rentedCoefficients = [];
    private int restartInterval;
    private int? adobeTransform;
    private int scanCount;
    private bool isComplete;

    /// <summary>The frame header; set once it was read.</summary>
    public JpegFrame? Frame { get; private set; }

    public ExifProfile? Exif { get; private set; }

    /// <summary>Reads up to and including the frame header.</summary>
    public JpegFrame ReadHeader(ReadOnlySpan<byte> data)
    {
        ReadSegments(data, createOutput: null, targetSize: null);
        return Frame ?? throw new InvalidImageContentException("The JPEG stream has no frame header.");
    }

    /// <summary>Decodes the picture.</summary>
    /// <param name="data">The whole stream.</param>
    /// <param name="targetSize">A size that the result must at least have; blocks are then transformed at 1/8, 1/4 or 1/2 where that suffices.</param>
    /// <param name="createOutput">Makes what takes the rows, given the resulting size.</param>
    public void Decode(ReadOnlySpan<byte> data, Size? targetSize, Func<Size, IRgbRows> createOutput)
    {
        try
        {
            ReadSegments(data, createOutput, targetSize);
            if (Frame is null || scanCount == 0)
            {
                throw new InvalidImageContentException("The JPEG stream has no picture data.");
            }

            if (!isComplete)
            {
                using JpegPicture picture = CreatePicture(createOutput, targetSize, out int blockSize);
                foreach (JpegComponent component in Frame.Components)
                {
                    // A component whose scan never came stays mid-grey.
                    RentCoefficients(component);
                    FixDequantization(component, blockSize);
                }

                picture.TransformAll();
            }
        }
        finally
        {
            rentedCoefficients.ForEach(coefficients => ArrayPool<short>.Shared.Return(coefficients));
        }
    }

    private void ReadSegments(ReadOnlySpan<byte> data, Func<Size, IRgbRows>? createOutput, Size? targetSize)
    {
        int position = 2;
        while (!isComplete && FindMarker(data, ref position) is byte marker and not JpegMarker.EndOfImage)
        {
            if (marker is JpegMarker.StartOfImage or JpegMarker.Temporary or (>= JpegMarker.Restart0 and <= JpegMarker.Restart7))
            {
                continue;
            }

            if (position + 2 > data.Length)
            {
                if (Frame is not null && scanCount > 0)
                {
                    return;
                }

                throw SegmentReader.NotEnough(marker);
            }

            int length = BinaryPrimitives.ReadUInt16BigEndian(data[position..]) - 2;
            bool isSkipped = marker >= JpegMarker.App0 && marker is not (JpegMarker.App1 or JpegMarker.App14);
            if (length < 0 || (position + 2 + length > data.Length && !isSkipped))
            {
                if (scanCount > 0)
                {
                    return;
                }

                throw SegmentReader.NotEnough(marker);
            }

            position += 2;
            SegmentReader segment = new(marker, data.Slice(position, Math.Min(length, data.Length - position)));
            position += length;
            if (marker == JpegMarker.StartOfScan)
            {
                if (createOutput is null)
                {
                    return;
                }

                position += ReadScan(segment, data[position..], createOutput, targetSize);
            }
            else if (ReadSegment(marker, segment) && createOutput is null)
            {
                return;
            }
        }
    }

    private static byte? FindMarker(ReadOnlySpan<byte> data, ref int position)
    {
        while (position < data.Length)
        {
            int run = data[position..].IndexOf((byte)0xFF);
            if (run < 0)
            {
                break;
            }

            position += run + 1;
            if (position < data.Length && data[position] is not (0 or 0xFF))
            {
                return data[position++];
            }
        }

        position = data.Length;
        return null;
    }

    // Returns true for a frame header.
    private bool ReadSegment(byte marker, SegmentReader segment)
    {
        switch (marker)
        {
            case JpegMarker.DefineQuantizationTables:
                ReadQuantizationTables(segment);
                break;
            case JpegMarker.DefineHuffmanTables:
                ReadHuffmanTables(segment);
                break;
            case JpegMarker.DefineRestartInterval:
                restartInterval = segment.ReadUInt16();
                break;
            case JpegMarker.App1 when segment.Remaining > 6:
                if (segment.Read(6).SequenceEqual("Exif\0\0"u8))
                {
                    Exif ??= new ExifProfile(segment.Read(segment.Remaining).ToArray());
                }

                break;
            case JpegMarker.App14 when segment.Remaining >= 12:
                if (segment.Read(5).SequenceEqual("Adobe"u8))
                {
                    segment.Read(6);
                    adobeTransform = segment.ReadByte();
                }

                break;
            case JpegMarker.StartOfFrame0 or JpegMarker.StartOfFrame1 or JpegMarker.StartOfFrame2:
                ReadFrame(segment, marker == JpegMarker.StartOfFrame2);
                return true;
            case JpegMarker.JpegExtension or JpegMarker.DefineArithmeticConditioning:
                break;
            case > JpegMarker.StartOfFrame2 and <= JpegMarker.StartOfFrame15:
                throw new InvalidImageContentException("Lossless, hierarchical and arithmetic-coded JPEG pictures are not supported.");
        }

        return false;
    }

    private void ReadQuantizationTables(SegmentReader segment)
    {
        while (segment.Remaining > 0)
        {
            byte kind = segment.ReadByte();
            if ((kind & 15) > 3 || kind >> 4 > 1)
            {
                throw new InvalidImageContentException($"Bad quantization table index {kind & 15} or precision {kind >> 4}.");
            }

            ushort[] table = new ushort[64];
            for (int i = 0; i < table.Length; i++)
            {
                table[i] = kind >> 4 == 0 ? segment.ReadByte() : segment.ReadUInt16();
            }

            quantizationTables[kind & 15] = table;
        }
    }

    private void ReadHuffmanTables(SegmentReader segment)
    {
        while (segment.Remaining > 0)
        {
            byte kind = segment.ReadByte();
            if ((kind & 15) > 3 || kind >> 4 > 1)
            {
                throw new InvalidImageContentException($"Bad Huffman table index {kind & 15} or class {kind >> 4}.");
            }

            SegmentReader ahead = segment;
            int total = 0;
            foreach (byte count in ahead.Read(16))
            {
                total += count;
            }

            if (total > 256)
            {
                throw new InvalidImageContentException("Bad Huffman table: more than 256 codes.");
            }

            (kind >> 4 == 0 ? dcTables : acTables)[kind & 15] = HuffmanTable.Of(segment.Read(16 + total));
        }
    }

    private void ReadFrame(SegmentReader segment, bool isProgressive)
    {
        if (Frame is not null)
        {
            throw new InvalidImageContentException("Multiple SOF markers. Only single frame jpegs supported.");
        }

        int precision = segment.ReadByte();
        int height = segment.ReadUInt16();
        int width = segment.ReadUInt16();
        int count = segment.ReadByte();
        if (precision is not (8 or 12))
        {
            throw new InvalidImageContentException("Only 8-Bit and 12-Bit precision is supported.");
        }

        if (width == 0 || height == 0)
        {
            throw new InvalidImageContentException($"Invalid image dimensions: {width}x{height}.");
        }

        if (count is not (1 or 3 or 4))
        {
            throw new InvalidImageContentException($"Only pictures of 1, 3 or 4 components are supported, not of {count}.");
        }

        JpegComponent[] components = new JpegComponent[count];
        for (int i = 0; i < count; i++)
        {
            byte id = segment.ReadByte();
            byte sampling = segment.ReadByte();
            int horizontal = sampling >> 4;
            int vertical = sampling & 15;
            int table = segment.ReadByte();
            if (horizontal is < 1 or > 4 || vertical is < 1 or > 4 || table > 3)
            {
                throw new InvalidImageContentException($"Bad sampling factors {horizontal}x{vertical} or table {table} of component {i}.");
            }

            // Alone in its frame a component has nothing to be sampled against, and its scans count single blocks.
            bool isAlone = count == 1;
            components[i] = new JpegComponent
            {
                Id = id,
                HorizontalSampling = isAlone ? 1 : horizontal,
                VerticalSampling = isAlone ? 1 : vertical,
                QuantizationIndex = table,
            };
        }

        Frame = new JpegFrame { IsProgressive = isProgressive, Precision = precision, Width = width, Height = height, Components = components };
        Frame.CountBlocks();
    }

    private int ReadScan(SegmentReader segment, ReadOnlySpan<byte> data, Func<Size, IRgbRows> createOutput, Size? targetSize)
    {
        JpegFrame frame = Frame ?? throw new InvalidImageContentException("SOS marker found before any SOF marker.");
        if (++scanCount > MaxScans)
        {
            throw new InvalidImageContentException($"More than {MaxScans} scans.");
        }

        JpegScanHeader header = JpegScanHeader.Read(segment, frame, dcTables, acTables);
        bool isWhole = !frame.IsProgressive && header.Components.Length == frame.Components.Length && scanCount == 1;
        JpegScan scan = new(frame, header.Components, restartInterval, header.Progressive);
        DecodedSize.Guard(frame.Width, frame.Height, frame.Components.Length, data.Length);
        byte[] scratch = ArrayPool<byte>.Shared.Rent(data.Length + BitReader.Padding);
        try
        {
            if (!isWhole)
            {
                foreach (JpegComponent component in header.Components)
                {
                    RentCoefficients(component);
                }

                return scan.Decode(data, scratch, picture: null);
            }

            using JpegPicture picture = CreatePicture(createOutput, targetSize, out int blockSize);
            foreach (JpegComponent component in frame.Components)
            {
                FixDequantization(component, blockSize);
            }

            isComplete = true;
            return scan.Decode(data, scratch, picture);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private void RentCoefficients(JpegComponent component)
    {
        // A table may be replaced between scans; the one of a component's first scan counts.
        component.Quantization ??= quantizationTables[component.QuantizationIndex];
        if (component.Coefficients is null)
        {
            int count = component.PaddedBlocksPerLine * component.PaddedBlockRows * 64;
            component.Coefficients = ArrayPool<short>.Shared.Rent(count);
            component.Coefficients.AsSpan(0, count).Clear();
            rentedCoefficients.Add(component.Coefficients);
        }
    }

    private void FixDequantization(JpegComponent component, int blockSize)
    {
        ushort[] quantization = component.Quantization ?? quantizationTables[component.QuantizationIndex]
            ?? throw new InvalidImageContentException($"Missing quantization table {component.QuantizationIndex}.");
        float gain = Frame!.Precision == 12 ? 1f / 16 : 1f;
        component.Dequantization = blockSize == 8
            ? InverseDct.CreateTable(quantization, gain)
            : ScaledInverseDct.CreateTable(quantization, gain);
    }

    private JpegPicture CreatePicture(Func<Size, IRgbRows> createOutput, Size? targetSize, out int blockSize)
    {
        JpegFrame frame = Frame!;
        Size size = ScaledSize(new Size(frame.Width, frame.Height), targetSize, out blockSize);
        return new JpegPicture(frame, DeduceColor(frame), blockSize, createOutput(size));
    }

    // The smallest of 1/8, 1/4 and 1/2 that still covers the target.
    private static Size ScaledSize(Size size, Size? targetSize, out int blockSize)
    {
        if (targetSize is Size target)
        {
            for (blockSize = 1; blockSize < 8; blockSize *= 2)
            {
                Size scaled = new(((size.Width * blockSize) + 7) / 8, ((size.Height * blockSize) + 7) / 8);
                if (scaled.Width >= target.Width && scaled.Height >= target.Height)
                {
                    return scaled;
                }
            }
        }

        blockSize = 8;
        return size;
    }

    private JpegColor DeduceColor(JpegFrame frame)
    {
        JpegComponent[] components = frame.Components;
        return components.Length switch
        {
            1 => JpegColor.Grayscale,
            3 when adobeTransform == 0 => JpegColor.Rgb,
            3 when adobeTransform is null && components[0].Id == 'R' && components[1].Id == 'G' && components[2].Id == 'B' => JpegColor.Rgb,
            3 => JpegColor.YCbCr,
            _ => adobeTransform == 2 ? JpegColor.Ycck : JpegColor.Cmyk,
        };
    }
}
