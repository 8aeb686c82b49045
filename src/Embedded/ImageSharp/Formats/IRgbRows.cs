namespace SixLabors.ImageSharp.Formats;

/// <summary>Takes decoded rows, from the top, three bytes a pixel.</summary>
internal interface IRgbRows
{
    /// <summary>How many bytes more than a row <see cref="Begin"/> gives room for.</summary>
    public const int Overrun = 64;

    int Width { get; }

    int Height { get; }

    /// <summary>Where row <paramref name="y"/> is to be written. What is written behind it is lost.</summary>
    Span<byte> Begin(int y);

    /// <summary>Called when row <paramref name="y"/> is written.</summary>
    void End(int y);
}
