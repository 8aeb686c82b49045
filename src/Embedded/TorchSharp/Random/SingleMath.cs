using System.Runtime.Intrinsics;

namespace TorchSharp;

/// <summary>
/// Logarithm, sine and cosine of float32 numbers by the polynomials of Moshier's Cephes library (logf, sinf, cosf), rounded step by step as
/// PyTorch's vector code rounds them, so that normal numbers are the same to the bit.
/// </summary>
internal static class SingleMath
{
    /// <summary>The natural logarithms of positive normal numbers.</summary>
    internal static Vector256<float> Log(Vector256<float> value)
    {
        var bits = value.AsUInt32();
        var exponent = Vector256.ConvertToSingle((bits >>> 23).AsInt32() - Vector256.Create(126));
        var x = ((bits & Vector256.Create(0x807fffffu)) | Vector256.Create(0x3f000000u)).AsSingle();
        var isSmall = Vector256.LessThan(x, Vector256.Create(0.707106781186547524f));
        exponent -= isSmall & Vector256<float>.One;
        x = x - Vector256<float>.One + (isSmall & x);
        var square = x * x;
        var y = Vector256.Create(7.0376836292E-2f);
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
        y = Fused(-square, Vector256.Create(0.5f), y);
        return Fused(exponent, Vector256.Create(0.693359375f), x + y);
    }

    /// <summary>Sines and cosines of angles between nought and a few turns.</summary>
    internal static (Vector256<float> Sine, Vector256<float> Cosine) SineCosine(Vector256<float> angle)
    {
        var x = angle;
        var octant = (Vector256.ConvertToInt32(x * 1.27323954473516f) + Vector256<int>.One) & Vector256.Create(~1);
        var y = Vector256.ConvertToSingle(octant);
        x = Fused(y, Vector256.Create(-0.78515625f), x);
        x = Fused(y, Vector256.Create(-2.4187564849853515625e-4f), x);
        x = Fused(y, Vector256.Create(-3.77489497744594108e-8f), x);
        var square = x * x;

        var cosine = Fused(Vector256.Create(2.443315711809948E-005f), square, -1.388731625493765E-003f);
        cosine = Fused(cosine, square, 4.166664568298827E-002f);
        cosine *= square;
        cosine = Fused(cosine, square, -(square * 0.5f)) + Vector256<float>.One;

        var sine = Fused(Vector256.Create(-1.9515295891E-4f), square, 8.3321608736E-3f);
        sine = Fused(sine, square, -1.6666654611E-1f);
        sine *= square;
        sine = Fused(sine, x, x);

        var keeps = Vector256.Equals(octant & Vector256.Create(2), Vector256<int>.Zero).AsSingle();
        var sineSign = ((octant & Vector256.Create(4)) << 29).AsSingle();
        var cosineSign = (~(octant - Vector256.Create(2)) & Vector256.Create(4)) << 29;
        return (Vector256.ConditionalSelect(keeps, sine, cosine) ^ sineSign,
            Vector256.ConditionalSelect(keeps, cosine, sine) ^ cosineSign.AsSingle());
    }

    static Vector256<float> Fused(Vector256<float> a, Vector256<float> b, float c) => Vector256.FusedMultiplyAdd(a, b, Vector256.Create(c));

    static Vector256<float> Fused(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.FusedMultiplyAdd(a, b, c);
}
