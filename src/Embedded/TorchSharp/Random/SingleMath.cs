namespace TorchSharp;

/// <summary>
/// Logarithm, sine and cosine of float32 numbers by the polynomials of Moshier's Cephes library (logf, sinf, cosf), rounded step by step as
/// PyTorch's vector code rounds them, so that normal numbers are the same to the bit.
/// </summary>
internal static class SingleMath
{
    /// <summary>The natural logarithm of a positive normal number.</summary>
    internal static float Log(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        float exponent = (int)(bits >> 23) - 126;
        float x = BitConverter.UInt32BitsToSingle((bits & 0x807fffff) | 0x3f000000);
        if (x < 0.707106781186547524f)
        {
            exponent -= 1;
            x = x - 1 + x;
        }
        else
        {
            x -= 1;
        }
        float square = x * x, y = 7.0376836292E-2f;
        y = Fused(y, x, -1.1514610310E-1f);
        y = Fused(y, x, 1.1676998740E-1f);
        y = Fused(y, x, -1.2420140846E-1f);
        y = Fused(y, x, 1.4249322787E-1f);
        y = Fused(y, x, -1.6668057665E-1f);
        y = Fused(y, x, 2.0000714765E-1f);
        y = Fused(y, x, -2.4999993993E-1f);
        y = Fused(y, x, 3.3333331174E-1f);
        y *= x;
        y = Fused(y, square, exponent * -2.12194440e-4f);
        y = Fused(-square, 0.5f, y);
        return Fused(exponent, 0.693359375f, x + y);
    }

    /// <summary>Sine and cosine of an angle of a few turns at most.</summary>
    internal static (float Sine, float Cosine) SineCosine(float angle)
    {
        float x = MathF.Abs(angle);
        int octant = ((int)(x * 1.27323954473516f) + 1) & ~1;
        float y = octant;
        x = Fused(y, -0.78515625f, x);
        x = Fused(y, -2.4187564849853515625e-4f, x);
        x = Fused(y, -3.77489497744594108e-8f, x);
        float square = x * x;

        float cosine = Fused(2.443315711809948E-005f, square, -1.388731625493765E-003f);
        cosine = Fused(cosine, square, 4.166664568298827E-002f);
        cosine *= square;
        cosine = Fused(cosine, square, -(square * 0.5f)) + 1;

        float sine = Fused(-1.9515295891E-4f, square, 8.3321608736E-3f);
        sine = Fused(sine, square, -1.6666654611E-1f);
        sine *= square;
        sine = Fused(sine, x, x);

        if ((octant & 2) != 0)
        {
            (sine, cosine) = (cosine, sine);
        }
        bool isSineNegative = (angle < 0) != ((octant & 4) != 0), isCosineNegative = ((octant - 2) & 4) == 0;
        return (isSineNegative ? -sine : sine, isCosineNegative ? -cosine : cosine);
    }

    static float Fused(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);
}
