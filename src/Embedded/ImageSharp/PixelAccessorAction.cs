using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp;

/// <summary>Works on the rows of an image.</summary>
/// <typeparam name="TPixel">The pixel format.</typeparam>
/// <param name="pixelAccessor">Gives the rows; valid during the call only.</param>
public delegate void PixelAccessorAction<TPixel>(PixelAccessor<TPixel> pixelAccessor)
    where TPixel : unmanaged, IPixel<TPixel>;
