namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>The one pixel that is nearest counts.</summary>
public readonly struct NearestNeighborResampler : IResampler
{
    /// <inheritdoc/>
    public float Radius => 1f;

    /// <inheritdoc/>
    public float GetValue(float x) => x;
}
