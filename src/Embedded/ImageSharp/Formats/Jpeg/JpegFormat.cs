namespace SixLabors.ImageSharp.Formats.Jpeg;

/// <summary>JPEG (ITU T.81).</summary>
public sealed class JpegFormat : IImageFormat
{
    private JpegFormat()
    {
    }

    /// <summary>The only one.</summary>
    public static JpegFormat Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "JPEG";

    /// <inheritdoc/>
    public string DefaultMimeType => "image/jpeg";

    /// <inheritdoc/>
    public IEnumerable<string> MimeTypes { get; } = ["image/jpeg", "image/pjpeg"];

    /// <inheritdoc/>
    public IEnumerable<string> FileExtensions { get; } = ["jpg", "jpeg", "jfif"];
}
