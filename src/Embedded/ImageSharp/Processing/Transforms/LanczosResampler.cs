namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>A sine windowed by a wider sine (Lanczos).</summary>
public readonly struct LanczosResampler : IResampler
{
    /// <summary>Over six pixels.</summary>
    public static readonly LanczosResampler Lanczos3 = new(3f);

    // Distances and weights below it are none.
    private const float Least = 0.001f;

    /// <summary>A window of the given radius.</summary>
    public LanczosResampler(float radius) => Radius = radius;

    /// <inheritdoc/>
    public float Radius { get; }

    /// <inheritdoc/>
    public float GetValue(float x)
    {
        x = MathF.Abs(x);
        return x < Radius ? Sinc(x) * Sinc(x / Radius) : 0f;
    }

    private static float Sinc(float x)
    {
        if (MathF.Abs(x) <= Least)
        {
            return 1f;
        }

        x *= MathF.PI;
        float value = MathF.Sin(x) / x;
        return MathF.Abs(value) < Least ? 0f : value;
    }
}
