using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats;
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
        IImageEncoder encoder = PngFormat.Instance.FileExtensions.Contains(extension) ? new PngEncoder()
            : JpegFormat.Instance.FileExtensions.Contains(extension) ? new JpegEncoder()
            : throw new UnknownImageFormatException($"No encoder was found for extension '{extension}'. Registered encoders include: JPEG, PNG.");
        source.Save(path, encoder);
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
