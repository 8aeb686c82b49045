namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>A sine windowed by a wider sine (Lanczos).</summary>
public readonly struct LanczosResampler : IResampler
{
    /// <summary>Over six pixels.</summary>
    public static readonly LanczosResampler Lanczos3 = new(3f);

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
        if (MathF.Abs(x) < 1e-5f)
        {
            return 1f;
        }

        x *= MathF.PI;
        return MathF.Sin(x) / x;
    }
}
