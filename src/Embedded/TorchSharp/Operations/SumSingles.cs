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
    const int ElementsPerPart = 32768;

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
        long parts = (length + ElementsPerPart - 1) / ElementsPerPart;
        if (parts <= 1)
        {
            Workers.For(checked((int)outer), (start, end) =>
            {
                for (long o = start; o < end; o++)
                {
                    target[o] = (float)Row(source + (o * length), length);
                }
            }, (int)Math.Clamp(ElementsPerPart / Math.Max(1, length), 1, int.MaxValue));
            return;
        }
        using var partial = Tensor.Dense([outer, parts], [parts, 1], ScalarType.Float64);
        double* sums = (double*)partial.Address;
        Workers.For(checked((int)(outer * parts)), (start, end) =>
        {
            for (long unit = start; unit < end; unit++)
            {
                long from = unit % parts * ElementsPerPart;
                sums[unit] = Row(source + (unit / parts * length) + from, Math.Min(ElementsPerPart, length - from));
            }
        });
        for (long o = 0; o < outer; o++)
        {
            double sum = 0;
            for (long part = 0; part < parts; part++)
            {
                sum += sums[(o * parts) + part];
            }
            target[o] = (float)sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Row(float* x, long length)
    {
        // Four sums at once, since additions wait for each other otherwise.
        int lanes = Vector<float>.Count, block = 4 * lanes;
        double total = 0;
        long i = 0;
        while (i + block <= length)
        {
            Vector<float> first = default, second = default, third = default, fourth = default;
            for (long last = Math.Min(length, i + (RowsPerRun * block)) - block; i <= last; i += block)
            {
                first += *(Vector<float>*)(x + i);
                second += *(Vector<float>*)(x + i + lanes);
                third += *(Vector<float>*)(x + i + (2 * lanes));
                fourth += *(Vector<float>*)(x + i + (3 * lanes));
            }
            total += Vector.Sum(first + second + (third + fourth));
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
