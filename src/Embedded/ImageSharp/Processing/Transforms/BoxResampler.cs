namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>All pixels that one covers count alike.</summary>
public readonly struct BoxResampler : IResampler
{
    /// <inheritdoc/>
    public float Radius => 0.5f;

    /// <inheritdoc/>
    public float GetValue(float x) => x is > -0.5f and <= 0.5f ? 1f : 0f;
}
