using SixLabors.ImageSharp.PixelFormats;

namespace SixLabors.ImageSharp.Processing;

/// <summary>Changes colours in place.</summary>
internal delegate void ColorRows(Span<Rgba32> pixels);
