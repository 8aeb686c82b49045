namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>The weight of a pixel by its distance.</summary>
public interface IResampler
{
    /// <summary>The distance beyond which pixels do not count, in pixels of the smaller picture.</summary>
    float Radius { get; }

    /// <summary>The weight at distance <paramref name="x"/>.</summary>
    float GetValue(float x);
}
