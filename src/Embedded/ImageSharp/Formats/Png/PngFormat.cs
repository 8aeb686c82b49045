namespace SixLabors.ImageSharp.Formats.Png;

/// <summary>Portable Network Graphics (ISO/IEC 15948).</summary>
public sealed class PngFormat : IImageFormat
{
    private PngFormat()
    {
    }

    /// <summary>The only one.</summary>
    public static PngFormat Instance { get; } = new();

    /// <inheritdoc/>
    public string Name => "PNG";

    /// <inheritdoc/>
    public string DefaultMimeType => "image/png";

    /// <inheritdoc/>
    public IEnumerable<string> MimeTypes { get; } = ["image/png", "image/apng"];

    /// <inheritdoc/>
    public IEnumerable<string> FileExtensions { get; } = ["png", "apng"];
}
