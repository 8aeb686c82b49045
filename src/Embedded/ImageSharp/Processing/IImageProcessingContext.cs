namespace SixLabors.ImageSharp.Processing;

/// <summary>Takes the steps that a picture is processed with; they are done as they are named.</summary>
public interface IImageProcessingContext
{
    /// <summary>The size that the steps so far have led to.</summary>
    Size GetCurrentSize();
}
