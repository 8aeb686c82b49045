namespace TorchSharp.Kernels;

/// <summary>Rows and pixels of channels: pixel (y, x) is at Start[y · RowPitch + x · PixelPitch].</summary>
internal readonly unsafe struct Image(float* start, int height, int width, nint pixelPitch, nint rowPitch)
{
    public readonly float* Start = start;
    public readonly int Height = height, Width = width;
    public readonly nint PixelPitch = pixelPitch, RowPitch = rowPitch;

    /// <summary>Pixels beside each other in memory.</summary>
    public Image(float* start, int height, int width, nint pixelPitch)
        : this(start, height, width, pixelPitch, width * pixelPitch)
    {
    }

    /// <summary>The picture behind this one.</summary>
    public Image Next() => new(Start + Height * RowPitch, Height, Width, PixelPitch, RowPitch);
}
