using System.Numerics;
using System.Runtime.CompilerServices;
using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>
/// Sums of float32 numbers: short runs are added up in float32 vectors, the runs in double, always in the same order
/// whatever the number of threads.
/// </summary>
internal static unsafe class SumSingles
{
    const int RowsPerRun = 64;
    const int RowsPerPart = 4096;
    const int ColumnsPerTile = 512;
    const int OneThread = 8192;

    /// <summary>Sums <paramref name="length"/> rows of <paramref name="inner"/> elements, <paramref name="outer"/> times.</summary>
    internal static void Run(float* source, long outer, long length, long inner, float* target)
    {
        if (inner == 1)
        {
            Rows(source, outer, length, target);
            return;
        }
        long parts = Math.Max(1, (length + RowsPerPart - 1) / RowsPerPart), tiles = (inner + ColumnsPerTile - 1) / ColumnsPerTile;
        if (parts == 1)
        {
            Workers.For(checked((int)(outer * tiles)), (start, end) =>
            {
                double* sums = stackalloc double[ColumnsPerTile];
                for (long unit = start; unit < end; unit++)
                {
                    long o = unit / tiles, from = unit % tiles * ColumnsPerTile;
                    int width = (int)Math.Min(ColumnsPerTile, inner - from);
                    Columns(source + (o * length * inner) + from, length, inner, width, sums);
                    for (int i = 0; i < width; i++)
                    {
                        target[(o * inner) + from + i] = (float)sums[i];
                    }
                }
            }, (int)Math.Clamp(32768 / Math.Max(1, length * Math.Min(inner, ColumnsPerTile)), 1, int.MaxValue));
            return;
        }
        using var partial = Tensor.Dense([outer, parts, inner], Strides.RowMajor([outer, parts, inner]), ScalarType.Float64);
        double* all = (double*)partial.Address;
        Workers.For(checked((int)(outer * parts * tiles)), (start, end) =>
        {
            for (long unit = start; unit < end; unit++)
            {
                long o = unit / (parts * tiles), part = unit / tiles % parts, from = unit % tiles * ColumnsPerTile;
                long row = part * RowsPerPart;
                Columns(source + (((o * length) + row) * inner) + from, Math.Min(RowsPerPart, length - row), inner,
                    (int)Math.Min(ColumnsPerTile, inner - from), all + (((o * parts) + part) * inner) + from);
            }
        });
        for (long o = 0; o < outer; o++)
        {
            for (long i = 0; i < inner; i++)
            {
                double sum = 0;
                for (long part = 0; part < parts; part++)
                {
                    sum += all[(((o * parts) + part) * inner) + i];
                }
                target[(o * inner) + i] = (float)sum;
            }
        }
    }

    static void Rows(float* source, long outer, long length, float* target)
    {
        if (outer == 1)
        {
            *target = (float)(length < OneThread ? Row(source, length) : VectorMath.Sum(length, source));
            return;
        }
        Workers.For(checked((int)outer), (start, end) =>
        {
            for (long o = start; o < end; o++)
            {
                target[o] = (float)Row(source + (o * length), length);
            }
        }, (int)Math.Clamp(32768 / Math.Max(1, length), 1, int.MaxValue));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Row(float* x, long length)
    {
        int lanes = Vector<float>.Count;
        double total = 0;
        long i = 0;
        while (i + lanes <= length)
        {
            var run = Vector<float>.Zero;
            for (long last = Math.Min(length, i + (RowsPerRun * lanes)) - lanes; i <= last; i += lanes)
            {
                run += *(Vector<float>*)(x + i);
            }
            total += Vector.Sum(run);
        }
        for (; i < length; i++)
        {
            total += x[i];
        }
        return total;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Columns(float* x, long rows, long step, int width, double* sums)
    {
        float* run = stackalloc float[ColumnsPerTile];
        int lanes = Vector<float>.Count;
        new Span<double>(sums, width).Clear();
        for (long first = 0; first < rows; first += RowsPerRun)
        {
            new Span<float>(run, width).Clear();
            long last = Math.Min(rows, first + RowsPerRun);
            for (long row = first; row < last; row++)
            {
                float* at = x + (row * step);
                int i = 0;
                for (; i <= width - lanes; i += lanes)
                {
                    *(Vector<float>*)(run + i) += *(Vector<float>*)(at + i);
                }
                for (; i < width; i++)
                {
                    run[i] += at[i];
                }
            }
            for (int i = 0; i < width; i++)
            {
                sums[i] += run[i];
            }
        }
    }
}
