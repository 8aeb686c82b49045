namespace SixLabors.ImageSharp.Formats;

/// <summary>A format of picture files.</summary>
public interface IImageFormat
{
    /// <summary>Its short name, in capitals.</summary>
    string Name { get; }

    /// <summary>The usual MIME type.</summary>
    string DefaultMimeType { get; }

    /// <summary>All MIME types.</summary>
    IEnumerable<string> MimeTypes { get; }

    /// <summary>The endings of file names, without a dot.</summary>
    IEnumerable<string> FileExtensions { get; }
}
