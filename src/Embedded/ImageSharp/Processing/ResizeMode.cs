namespace SixLabors.ImageSharp.Processing;

/// <summary>What becomes of a picture whose proportions are not those of its new size.</summary>
public enum ResizeMode
{
    /// <summary>Covers the new size; what stands out is cut off.</summary>
    Crop,

    /// <summary>Fits inside, with margins up to the new size.</summary>
    Pad,

    /// <summary>As <see cref="Pad"/>, but never grows.</summary>
    BoxPad,

    /// <summary>Fits inside; the result is smaller than the new size on one side.</summary>
    Max,

    /// <summary>Covers the new size with its shorter side; never grows.</summary>
    Min,

    /// <summary>Takes the new size's proportions.</summary>
    Stretch,

    /// <summary>Fills <see cref="ResizeOptions.TargetRectangle"/>.</summary>
    Manual,
}
