namespace SixLabors.ImageSharp.Formats;

/// <summary>Takes decoded rows, three bytes a pixel.</summary>
internal interface IRgbRows
{
    int Width { get; }

    int Height { get; }

    /// <param name="y">Which row.</param>
    /// <param name="rgb">At least <see cref="Width"/> × 3 bytes; what follows them is to be ignored.</param>
    void WriteRow(int y, ReadOnlySpan<byte> rgb);
}
