using SixLabors.ImageSharp.Processing;
using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Formats;

/// <summary>How pictures are read.</summary>
public sealed class DecoderOptions
{
    /// <summary>
    /// A size that the picture is to fit, keeping its proportions; it may grow. JPEG pictures are then decoded at a half, a quarter or
    /// an eighth where that is still large enough, which saves most of the time.
    /// </summary>
    public Size? TargetSize { get; init; }

    /// <summary>How the picture is brought to <see cref="TargetSize"/>.</summary>
    public IResampler Sampler { get; init; } = KnownResamplers.Box;

    /// <summary>Whether to leave out what is not pixels.</summary>
    public bool SkipMetadata { get; init; }
}
