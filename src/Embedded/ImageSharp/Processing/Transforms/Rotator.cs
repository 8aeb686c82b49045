using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

internal static class Rotator
{
    public static Image<TPixel> Rotate<TPixel>(Image<TPixel> source, float degrees, IResampler sampler)
        where TPixel : unmanaged, IPixel<TPixel> => throw new NotSupportedException($"{source} {degrees} {sampler}");
}
