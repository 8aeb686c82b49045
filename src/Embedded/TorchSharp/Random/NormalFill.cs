using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp;

/// <summary>
/// PyTorch's two ways to fill memory with normal numbers: one by one under sixteen elements, else Box and Muller on blocks of sixteen.
/// </summary>
internal static unsafe class NormalFill
{
    const int Block = 16;

    internal static void Doubles(double* values, long count, double mean, double deviation, Generator generator)
    {
        if (count < Block)
        {
            for (long i = 0; i < count; i++)
            {
                values[i] = (generator.DrawNormal() * deviation) + mean;
            }
            return;
        }
        for (long i = 0; i < count; i++)
        {
            values[i] = generator.DrawDouble();
        }
        long whole = count - (count % Block);
        for (long i = 0; i < whole; i += Block)
        {
            Transform(values + i, mean, deviation);
        }
        if (whole < count)
        {
            double* last = values + count - Block;
            for (int i = 0; i < Block; i++)
            {
                last[i] = generator.DrawDouble();
            }
            Transform(last, mean, deviation);
        }
    }

    internal static void Singles(float* values, long count, float mean, float deviation, Generator generator)
    {
        if (count < Block)
        {
            for (long i = 0; i < count; i++)
            {
                values[i] = (float)((generator.DrawNormal() * deviation) + mean);
            }
            return;
        }
        for (long i = 0; i < count; i++)
        {
            values[i] = generator.DrawSingle();
        }
        long whole = count - (count % Block);
        for (long i = 0; i < whole; i += Block)
        {
            Transform(values + i, mean, deviation);
        }
        if (whole < count)
        {
            // The last sixteen are drawn again, over some that were done.
            float* last = values + count - Block;
            for (int i = 0; i < Block; i++)
            {
                last[i] = generator.DrawSingle();
            }
            Transform(last, mean, deviation);
        }
    }

    static void Transform(double* values, double mean, double deviation)
    {
        for (int i = 0; i < Block / 2; i++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - values[i])), angle = 2 * Math.PI * values[i + (Block / 2)];
            values[i] = (radius * Math.Cos(angle) * deviation) + mean;
            values[i + (Block / 2)] = (radius * Math.Sin(angle) * deviation) + mean;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Transform(float* values, float mean, float deviation)
    {
        var radius = Vector256.Sqrt(-2 * SingleMath.Log(Vector256<float>.One - Vector256.Load(values)));
        var (sine, cosine) = SingleMath.SineCosine(2 * MathF.PI * Vector256.Load(values + (Block / 2)));
        var (middle, scale) = (Vector256.Create(mean), Vector256.Create(deviation));
        Vector256.FusedMultiplyAdd(radius * cosine, scale, middle).Store(values);
        Vector256.FusedMultiplyAdd(radius * sine, scale, middle).Store(values + (Block / 2));
    }
}
