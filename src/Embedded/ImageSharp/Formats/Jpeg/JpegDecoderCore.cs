using System.Buffers;
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

    private readonly JpegTables tables = new();
    private readonly JpegApplicationData application = new();
    private readonly List<short[]> rentedCoefficients = [];
    private int restartInterval;
    private int scanCount;
    private bool isComplete;

    /// <summary>The frame header; set once it was read.</summary>
    public JpegFrame? Frame { get; private set; }

    /// <summary>The camera's notes; null where there are none.</summary>
    public ExifProfile? Exif => application.Exif;

    /// <summary>Reads what comes before the picture data.</summary>
    public JpegFrame ReadHeader(ReadOnlySpan<byte> data)
    {
        JpegSegments segments = new(data);
        while (segments.MoveNext(mayBeCut: Frame is not null) && segments.Marker != JpegMarker.StartOfScan)
        {
            if (segments.Marker is not (JpegMarker.DefineHuffmanTables or JpegMarker.DefineRestartInterval))
            {
                ReadSegment(segments.Marker, new SegmentReader(segments.Marker, segments.Contents));
            }
        }

        return Frame ?? throw new InvalidImageContentException("The JPEG stream has no frame header.");
    }

    /// <summary>Decodes the picture.</summary>
    /// <param name="data">The whole stream.</param>
    /// <param name="targetSize">A size that the result must cover; it is then decoded at 1/8, 1/4 or 1/2 where that suffices.</param>
    /// <param name="createOutput">Makes what takes the rows, given the resulting size.</param>
    public void Decode(ReadOnlySpan<byte> data, Size? targetSize, Func<Size, IRgbRows> createOutput)
    {
        try
        {
            JpegSegments segments = new(data);
            while (!isComplete && segments.MoveNext(mayBeCut: false))
            {
                SegmentReader contents = new(segments.Marker, segments.Contents);
                if (segments.Marker == JpegMarker.StartOfScan)
                {
                    segments.Skip(ReadScan(contents, segments.Rest, createOutput, targetSize));
                }
                else
                {
                    ReadSegment(segments.Marker, contents);
                }
            }

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

    private void ReadSegment(byte marker, SegmentReader segment)
    {
        switch (marker)
        {
            case JpegMarker.DefineQuantizationTables:
                tables.ReadQuantization(segment);
                break;
            case JpegMarker.DefineHuffmanTables:
                tables.ReadHuffman(segment);
                break;
            case JpegMarker.DefineRestartInterval:
                restartInterval = segment.ReadUInt16();
                break;
            case JpegMarker.App0 or JpegMarker.App1 or JpegMarker.App14:
                application.Read(marker, segment);
                break;
            case JpegMarker.StartOfFrame0 or JpegMarker.StartOfFrame1 or JpegMarker.StartOfFrame2:
                Frame = Frame is null
                    ? JpegFrame.Read(segment, marker == JpegMarker.StartOfFrame2)
                    : throw new InvalidImageContentException("Multiple SOF markers. Only single frame jpegs supported.");
                break;
            case JpegMarker.JpegExtension or JpegMarker.DefineArithmeticConditioning:
                break;
            case > JpegMarker.StartOfFrame2 and <= JpegMarker.StartOfFrame15:
                throw new NotSupportedException("Lossless, hierarchical and arithmetic-coded JPEG pictures are not supported.");
        }
    }

    private int ReadScan(SegmentReader segment, ReadOnlySpan<byte> data, Func<Size, IRgbRows> createOutput, Size? targetSize)
    {
        JpegFrame frame = Frame ?? throw new InvalidImageContentException("SOS marker found before any SOF marker.");
        if (++scanCount > MaxScans)
        {
            throw new InvalidImageContentException($"More than {MaxScans} scans.");
        }

        JpegScanHeader header = JpegScanHeader.Read(segment, frame, tables);
        bool isWhole = !frame.IsProgressive && header.Components.Length == frame.Components.Length && scanCount == 1;
        JpegScan scan = new(frame, header.Components, restartInterval, header.Progressive);
        DecodedSize.Guard(frame.Width, frame.Height, frame.Components.Length, data.Length, DecodedSize.JpegSamplesPerByte);
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
        component.Quantization ??= tables.Quantization[component.QuantizationIndex];
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
        ushort[] quantization = component.Quantization ?? tables.Quantization[component.QuantizationIndex]
            ?? throw new InvalidImageContentException($"Missing quantization table {component.QuantizationIndex}.");
        float gain = Frame!.Precision == 12 ? 1f / 16 : 1f;
        component.Dequantization = blockSize == 8
            ? InverseDct.CreateTable(quantization, gain)
            : ScaledInverseDct.CreateTable(quantization, gain);
    }

    private JpegPicture CreatePicture(Func<Size, IRgbRows> createOutput, Size? targetSize, out int blockSize)
    {
        JpegFrame frame = Frame!;
        Size size = frame.ScaledSize(targetSize, out blockSize);
        return new JpegPicture(frame, application.ColorOf(frame), blockSize, createOutput(size));
    }
}
