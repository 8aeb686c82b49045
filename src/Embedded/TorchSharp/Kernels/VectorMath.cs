using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>Elementwise mathematics over flat float32 arrays for the kernels' callers, shared among the workers. All may run in place.</summary>
internal static unsafe class VectorMath
{
    private const int Block = 4096;         // elements: the unit of work, so that a range of any length fits an int
    private const int BlocksPerWorker = 4;  // below this a second thread costs more than it saves

    public static void Add(long count, float* a, float* b, float* output) => Each(count, a, b, output, default(Sum));

    /// <summary>NaN stays NaN.</summary>
    public static void Clamp(long count, float* input, float minimum, float maximum, float* output) => Each(count, input, input, output, new Clamped(minimum, maximum));

    /// <summary>The gradient where minimum &lt; value &lt; maximum, else 0.</summary>
    public static void MaskOpen(long count, float* gradOutput, float* value, float minimum, float maximum, float* gradInput)
        => Each(count, gradOutput, value, gradInput, new Masked(minimum, maximum));

    /// <summary>Σ a · b in blocks; the partial sums are added in double in the order of the blocks, whatever the number of workers.</summary>
    public static double Dot(long count, float* a, float* b)
    {
        int blocks = Blocks(count);
        using var partial = new Scratch(blocks);
        float* sums = partial.Pointer;
        Workers.For(blocks, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (start, end) =>
        {
            for (int block = start; block < end; block++)
            {
                // Four sums at once: additions wait for each other otherwise, and shorter sums round less.
                long i = (long)block * Block, last = Math.Min(i + Block, count);
                int lanes = Vector<float>.Count;
                Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
                for (; i <= last - 4 * lanes; i += 4 * lanes)
                {
                    s0 += Vector.Load(a + i) * Vector.Load(b + i);
                    s1 += Vector.Load(a + i + lanes) * Vector.Load(b + i + lanes);
                    s2 += Vector.Load(a + i + 2 * lanes) * Vector.Load(b + i + 2 * lanes);
                    s3 += Vector.Load(a + i + 3 * lanes) * Vector.Load(b + i + 3 * lanes);
                }

                for (; i < last; i += lanes)
                {
                    int rest = (int)Math.Min(lanes, last - i);
                    s0 += LoadPart(a + i, rest) * LoadPart(b + i, rest);
                }

                sums[block] = Vector.Sum(s0 + s1 + (s2 + s3));
            }
        }, BlocksPerWorker);

        double total = 0;
        for (int block = 0; block < blocks; block++)
        {
            total += sums[block];
        }

        return total;
    }

    // An operation is a struct, so that the compiler makes a loop of its own for each.
    private interface IOperation
    {
        Vector<float> Apply(Vector<float> a, Vector<float> b);
    }

    private static int Blocks(long count) => checked((int)((count + Block - 1) / Block));

    private static void Each<T>(long count, float* a, float* b, float* output, T operation)
        where T : struct, IOperation
        => Workers.For(Blocks(count), [MethodImpl(MethodImplOptions.AggressiveOptimization)] (start, end) =>
        {
            long i = (long)start * Block, last = Math.Min((long)end * Block, count);
            for (; i <= last - Vector<float>.Count; i += Vector<float>.Count)
            {
                operation.Apply(Vector.Load(a + i), Vector.Load(b + i)).Store(output + i);
            }

            if (i < last)
            {
                int rest = (int)(last - i);
                Span<float> lanes = stackalloc float[Vector<float>.Count];
                operation.Apply(LoadPart(a + i, rest), LoadPart(b + i, rest)).CopyTo(lanes);
                lanes[..rest].CopyTo(new Span<float>(output + i, rest));
            }
        }, BlocksPerWorker);

    private static Vector<float> LoadPart(float* source, int count)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        lanes.Clear();
        new ReadOnlySpan<float>(source, count).CopyTo(lanes);
        return new Vector<float>(lanes);
    }

    private readonly struct Sum : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b) => a + b;
    }

    private readonly struct Clamped(float minimum, float maximum) : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b) => Vector.Min(Vector.Max(a, new Vector<float>(minimum)), new Vector<float>(maximum));
    }

    private readonly struct Masked(float minimum, float maximum) : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b)
            => Vector.ConditionalSelect(Vector.GreaterThan(b, new Vector<float>(minimum)) & Vector.LessThan(b, new Vector<float>(maximum)), a, default);
    }
}
