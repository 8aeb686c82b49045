using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Sums per channel over rows of channels, for batch normalisation. Rows come in blocks that stay in the first-level cache; within a block sums
/// are floats, from block to block doubles. The squares of a block are taken about the block's own mean, so that a mean far from zero costs no digits.
/// </summary>
internal static unsafe class ChannelSums
{
    private const int BlockFloats = 4096;

    /// <summary>sums[c] += Σ x, squares[c] += Σ x² over <paramref name="rows"/> rows that lie <paramref name="rowLength"/> apart.</summary>
    public static void AddMoments(float* x, int rows, nint rowLength, int channels, double* sums, double* squares)
    {
        int block = BlockRows(channels);
        for (int row = 0; row < rows; row += block)
        {
            AddMomentsOfBlock(x + row * rowLength, Math.Min(block, rows - row), rowLength, channels, sums, squares);
        }
    }

    /// <summary>Rows of one block.</summary>
    public static int BlockRows(int channels) => Math.Clamp(BlockFloats / channels, 16, 256);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddMomentsOfBlock(float* x, int rows, nint rowLength, int channels, double* sums, double* squares)
    {
        int lanes = Vector<float>.Count, c = 0;
        var perRow = new Vector<float>(1f / rows);
        for (; c <= channels - 2 * lanes; c += 2 * lanes)
        {
            Vector<float> s0 = default, s1 = default, t0 = default, t1 = default, q0 = default, q1 = default, r0 = default, r1 = default;
            float* p = x + c, q = p + lanes;
            int row = 0;
            for (; row <= rows - 2; row += 2, p += 2 * rowLength, q += 2 * rowLength)
            {
                s0 += Vector.Load(p);
                s1 += Vector.Load(q);
                t0 += Vector.Load(p + rowLength);
                t1 += Vector.Load(q + rowLength);
            }

            if (row < rows)
            {
                s0 += Vector.Load(p);
                s1 += Vector.Load(q);
            }

            s0 += t0;
            s1 += t1;
            Vector<float> m0 = s0 * perRow, m1 = s1 * perRow;
            p = x + c;
            q = p + lanes;
            for (row = 0; row <= rows - 2; row += 2, p += 2 * rowLength, q += 2 * rowLength)
            {
                Vector<float> d0 = Vector.Load(p) - m0, d1 = Vector.Load(q) - m1, e0 = Vector.Load(p + rowLength) - m0, e1 = Vector.Load(q + rowLength) - m1;
                q0 += d0 * d0;
                q1 += d1 * d1;
                r0 += e0 * e0;
                r1 += e1 * e1;
            }

            if (row < rows)
            {
                Vector<float> d0 = Vector.Load(p) - m0, d1 = Vector.Load(q) - m1;
                q0 += d0 * d0;
                q1 += d1 * d1;
            }

            Merge(s0, m0, q0 + r0, rows, sums + c, squares + c);
            Merge(s1, m1, q1 + r1, rows, sums + c + lanes, squares + c + lanes);
        }

        for (; c < channels; c++)
        {
            double sum = 0, square = 0;
            for (int row = 0; row < rows; row++)
            {
                double value = x[row * rowLength + c];
                sum += value;
                square += value * value;
            }

            sums[c] += sum;
            squares[c] += square;
        }
    }

    /// <summary>Adds a part of a sum, that over units [start, end), to <paramref name="sum"/>.</summary>
    public delegate void Part(int part, int start, int end, double* sum);

    /// <summary>
    /// Shares units among the workers in so many <paramref name="parts"/> (<see cref="Workers.Parts"/>), each with zeroed sums of its own (<paramref name="length"/> doubles), and adds those in order into
    /// <paramref name="total"/>: the same bits however the threads run.
    /// </summary>
    public static void InParts(int units, int parts, int length, double* total, Part body)
    {
        using var partial = new Scratch(2L * parts * length);
        double* sums = partial.Doubles;
        Workers.Each(parts, 1, (start, end) =>
        {
            for (int part = start; part < end; part++)
            {
                double* sum = sums + (long)part * length;
                new Span<double>(sum, length).Clear();
                body(part, (int)((long)units * part / parts), (int)((long)units * (part + 1) / parts), sum);
            }
        });
        for (int i = 0; i < length; i++)
        {
            double sum = 0;
            for (int part = 0; part < parts; part++)
            {
                sum += sums[(long)part * length + i];
            }

            total[i] = sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(Vector<float> value, double* into)
    {
        Vector.Widen(value, out Vector<double> low, out Vector<double> high);
        (Vector.Load(into) + low).Store(into);
        (Vector.Load(into + Vector<double>.Count) + high).Store(into + Vector<double>.Count);
    }

    // With the mean m that the deviations were taken about: Σx² = Σ(x - m)² + 2 m Σx - n m², whatever m was rounded to.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Merge(Vector<float> sum, Vector<float> mean, Vector<float> deviations, int rows, double* sums, double* squares)
    {
        Vector.Widen(sum, out Vector<double> sumLow, out Vector<double> sumHigh);
        Vector.Widen(mean, out Vector<double> meanLow, out Vector<double> meanHigh);
        Vector.Widen(deviations, out Vector<double> low, out Vector<double> high);
        int half = Vector<double>.Count;
        (Vector.Load(sums) + sumLow).Store(sums);
        (Vector.Load(sums + half) + sumHigh).Store(sums + half);
        (Vector.Load(squares) + low + meanLow * (2.0 * sumLow - (double)rows * meanLow)).Store(squares);
        (Vector.Load(squares + half) + high + meanHigh * (2.0 * sumHigh - (double)rows * meanHigh)).Store(squares + half);
    }
}
