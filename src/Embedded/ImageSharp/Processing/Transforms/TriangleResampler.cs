namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>Weights fall linearly to zero.</summary>
public readonly struct TriangleResampler : IResampler
{
    /// <inheritdoc/>
    public float Radius => 1f;

    /// <inheritdoc/>
    public float GetValue(float x) => MathF.Max(0f, 1f - MathF.Abs(x));
}
