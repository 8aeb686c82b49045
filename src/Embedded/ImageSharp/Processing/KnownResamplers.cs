using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Processing;

/// <summary>How pixels are weighed when a picture is resized.</summary>
public static class KnownResamplers
{
    /// <summary>Smooth and sharp: a cubic over four pixels.</summary>
    public static IResampler Bicubic { get; } = default(BicubicResampler);

    /// <summary>The mean of the pixels that one covers.</summary>
    public static IResampler Box { get; } = default(BoxResampler);

    /// <summary>A windowed sine over six pixels: the sharpest.</summary>
    public static IResampler Lanczos3 { get; } = LanczosResampler.Lanczos3;

    /// <summary>The one pixel that is nearest.</summary>
    public static IResampler NearestNeighbor { get; } = default(NearestNeighborResampler);

    /// <summary>Linear between two pixels, also known as bilinear.</summary>
    public static IResampler Triangle { get; } = default(TriangleResampler);
}
