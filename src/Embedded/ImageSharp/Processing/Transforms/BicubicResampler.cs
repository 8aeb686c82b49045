namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>Keys' cubic convolution (1981) with a = -1/2.</summary>
public readonly struct BicubicResampler : IResampler
{
    /// <inheritdoc/>
    public float Radius => 2f;

    /// <inheritdoc/>
    public float GetValue(float x)
    {
        const float a = -0.5f;
        x = MathF.Abs(x);
        return x switch
        {
            <= 1f => (((((a + 2f) * x) - (a + 3f)) * x) * x) + 1f,
            < 2f => (((((a * x) - (5f * a)) * x) + (8f * a)) * x) - (4f * a),
            _ => 0f,
        };
    }
}
