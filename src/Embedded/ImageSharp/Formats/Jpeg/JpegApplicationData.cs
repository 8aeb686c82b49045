using SixLabors.ImageSharp.Metadata.Profiles.Exif;

namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>What the application segments say: the camera's notes, and what the components mean.</summary>
internal sealed class JpegApplicationData
{
    private byte[]? exif;
    private bool isJfif;
    private int? adobeTransform;

    /// <summary>The camera's notes, which may be spread over several segments; null where there are none.</summary>
    public ExifProfile? Exif => exif is null ? null : new ExifProfile(exif);

    /// <summary>Reads an APP0, APP1 or APP14 segment; what is of another maker is passed over.</summary>
    public void Read(byte marker, SegmentReader segment)
    {
        switch (marker)
        {
            case JpegMarker.App0 when segment.Remaining >= 14:
                isJfif |= segment.Read(5).SequenceEqual("JFIF\0"u8);
                break;
            case JpegMarker.App1 when segment.Remaining >= 6:
                if (segment.Read(6).SequenceEqual("Exif\0\0"u8))
                {
                    exif = [.. exif ?? [], .. segment.Read(segment.Remaining)];
                }

                break;
            case JpegMarker.App14 when segment.Remaining >= 12:
                if (segment.Read(5).SequenceEqual("Adobe"u8))
                {
                    segment.Read(6);
                    adobeTransform = segment.ReadByte();
                }

                break;
        }
    }

    /// <summary>What the components of a frame mean.</summary>
    public JpegColor ColorOf(JpegFrame frame)
    {
        JpegComponent[] components = frame.Components;
        return components.Length switch
        {
            1 => JpegColor.Grayscale,
            3 when adobeTransform == 0 => JpegColor.Rgb,

            // As libjpeg writes and reads RGB. (The package takes it for YCbCr: wrong colours.)
            3 when adobeTransform is null && !isJfif && components.Select(component => component.Id).SequenceEqual("RGB"u8.ToArray()) =>
                JpegColor.Rgb,
            3 => JpegColor.YCbCr,
            _ => adobeTransform == 2 ? JpegColor.Ycck : JpegColor.Cmyk,
        };
    }
}
