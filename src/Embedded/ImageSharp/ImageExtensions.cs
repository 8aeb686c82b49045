using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;

namespace SixLabors.ImageSharp;

/// <summary>Writing pictures.</summary>
public static class ImageExtensions
{
    /// <summary>Writes a file in the format that its name ends with.</summary>
    public static void Save(this Image source, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string extension = Path.GetExtension(path).TrimStart('.').ToLowerInvariant();
        IImageFormat? format = Array.Find(ImageCodec.Formats, format => format.FileExtensions.Contains(extension));
        source.Save(path, format is not null ? ImageCodec.EncoderOf(format) : throw new UnknownImageFormatException(
            $"No encoder was found for extension '{extension}'. Registered encoders include: JPEG, PNG."));
    }

    /// <summary>Writes a file.</summary>
    public static void Save(this Image source, string path, IImageEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(encoder);
        using FileStream file = File.Create(path);
        source.Save(file, encoder);
    }

    /// <summary>Writes a picture as an address that holds it, <c>data:image/png;base64,…</c>, as pages take it.</summary>
    public static string ToBase64String(this Image source, IImageFormat format)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(format);
        using MemoryStream stream = new();
        source.Save(stream, ImageCodec.EncoderOf(format));
        return $"data:{format.DefaultMimeType};base64,{Convert.ToBase64String(stream.GetBuffer(), 0, (int)stream.Length)}";
    }

    /// <summary>Writes a PNG file.</summary>
    public static void SaveAsPng(this Image source, string path) => source.Save(path, new PngEncoder());

    /// <summary>Writes PNG to a stream.</summary>
    public static void SaveAsPng(this Image source, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Save(stream, new PngEncoder());
    }

    /// <summary>Writes a JPEG file.</summary>
    public static void SaveAsJpeg(this Image source, string path) => source.SaveAsJpeg(path, new JpegEncoder());

    /// <summary>Writes a JPEG file.</summary>
    public static void SaveAsJpeg(this Image source, string path, JpegEncoder encoder) => source.Save(path, encoder);

    /// <summary>Writes JPEG to a stream.</summary>
    public static void SaveAsJpeg(this Image source, Stream stream) => source.SaveAsJpeg(stream, new JpegEncoder());

    /// <summary>Writes JPEG to a stream.</summary>
    public static void SaveAsJpeg(this Image source, Stream stream, JpegEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(source);
        source.Save(stream, encoder);
    }
}
