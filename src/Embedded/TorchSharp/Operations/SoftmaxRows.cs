using System.Numerics;
using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>
/// Softmax and its logarithm along the last dimension of dense lines, and their gradients; the greatest element is taken off first so that
/// nothing overflows.
/// </summary>
internal static unsafe class SoftmaxRows
{
    internal static Tensor Forward(Tensor lines, bool isLogarithm)
    {
        var result = Tensor.Dense(lines.Sizes.ToArray(), Strides.RowMajor(lines.Sizes), lines.dtype);
        using var source = lines.AsLayout(Layout.Contiguous);
        if (lines.dtype == ScalarType.Float32)
        {
            Forward((float*)source.Address, (float*)result.Address, lines.numel(), lines.Sizes[^1], isLogarithm);
        }
        else
        {
            Forward((double*)source.Address, (double*)result.Address, lines.numel(), lines.Sizes[^1], isLogarithm);
        }
        return result.Track();
    }

    /// <summary>y (g − Σ g y) for softmax, g − softmax Σ g for its logarithm.</summary>
    internal static Tensor Backward(Tensor gradient, Tensor output, bool isLogarithm)
    {
        var result = Tensor.Dense(output.Sizes.ToArray(), Strides.RowMajor(output.Sizes), output.dtype);
        using var g = gradient.AsLayout(Layout.Contiguous);
        using var y = output.AsLayout(Layout.Contiguous);
        if (output.dtype == ScalarType.Float32)
        {
            Backward((float*)g.Address, (float*)y.Address, (float*)result.Address, output.numel(), output.Sizes[^1], isLogarithm);
        }
        else
        {
            Backward((double*)g.Address, (double*)y.Address, (double*)result.Address, output.numel(), output.Sizes[^1], isLogarithm);
        }
        return result.Track();
    }

    static void Forward<T>(T* source, T* target, long count, long length, bool isLogarithm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count == 0)
        {
            return;
        }
        Workers.For(checked((int)(count / length)), (start, end) =>
        {
            for (long line = start; line < end; line++)
            {
                T* x = source + (line * length), y = target + (line * length);
                T greatest = *x;
                for (long i = 1; i < length; i++)
                {
                    greatest = T.Max(greatest, x[i]);
                }
                double sum = 0;
                for (long i = 0; i < length; i++)
                {
                    y[i] = T.Exp(x[i] - greatest);
                    sum += double.CreateTruncating(y[i]);
                }
                T shift = T.CreateTruncating(Math.Log(sum)), scale = T.CreateTruncating(1 / sum);
                for (long i = 0; i < length; i++)
                {
                    y[i] = isLogarithm ? x[i] - greatest - shift : y[i] * scale;
                }
            }
        }, (int)Math.Max(1, 4096 / length));
    }

    static void Backward<T>(T* gradient, T* output, T* target, long count, long length, bool isLogarithm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (count == 0)
        {
            return;
        }
        Workers.For(checked((int)(count / length)), (start, end) =>
        {
            for (long line = start; line < end; line++)
            {
                T* g = gradient + (line * length), y = output + (line * length), to = target + (line * length);
                double total = 0;
                for (long i = 0; i < length; i++)
                {
                    total += double.CreateTruncating(isLogarithm ? g[i] : g[i] * y[i]);
                }
                T sum = T.CreateTruncating(total);
                for (long i = 0; i < length; i++)
                {
                    to[i] = isLogarithm ? g[i] - (T.Exp(y[i]) * sum) : y[i] * (g[i] - sum);
                }
            }
        }, (int)Math.Max(1, 4096 / length));
    }
}
