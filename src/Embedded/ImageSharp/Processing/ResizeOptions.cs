using SixLabors.ImageSharp.Processing.Processors.Transforms;

namespace SixLabors.ImageSharp.Processing;

/// <summary>How a picture is resized.</summary>
public class ResizeOptions
{
    /// <summary>What becomes of other proportions.</summary>
    public ResizeMode Mode { get; set; } = ResizeMode.Crop;

    /// <summary>Which part is kept, or where it stands among margins.</summary>
    public AnchorPositionMode Position { get; set; } = AnchorPositionMode.Center;

    /// <summary>The new size; a side of zero follows from the other one.</summary>
    public Size Size { get; set; }

    /// <summary>How pixels are weighed.</summary>
    public IResampler Sampler { get; set; } = KnownResamplers.Bicubic;

    /// <summary>Where the picture goes in <see cref="ResizeMode.Manual"/>.</summary>
    public Rectangle? TargetRectangle { get; set; }

    /// <summary>Whether transparent pixels count as little as they show.</summary>
    public bool PremultiplyAlpha { get; set; } = true;

    /// <summary>The colour of margins.</summary>
    public Color PadColor { get; set; }
}
