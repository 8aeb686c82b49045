using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Elementwise mathematics over flat float32 arrays, shared among the workers. All may run in place.
/// One loop per number of operands; an operation is a struct, so that the compiler makes a loop of its own for each.
/// </summary>
internal static unsafe class VectorMath
{
    private const int Block = 4096;         // elements: the unit of work, so that a range of any length fits an int
    private const int BlocksPerWorker = 4;  // below this a second thread costs more than it saves

    public static void Add(long count, float* a, float* b, float* output) => Binary(count, a, b, output, default(AddOperation));

    public static void Subtract(long count, float* a, float* b, float* output) => Binary(count, a, b, output, default(SubtractOperation));

    public static void Multiply(long count, float* a, float* b, float* output) => Binary(count, a, b, output, default(MultiplyOperation));

    public static void Divide(long count, float* a, float* b, float* output) => Binary(count, a, b, output, default(DivideOperation));

    /// <summary>output = a + scale · b.</summary>
    public static void AddScaled(long count, float* a, float scale, float* b, float* output) => Binary(count, a, b, output, new AddScaledOperation(scale));

    /// <summary>output += a · b.</summary>
    public static void MultiplyAdd(long count, float* a, float* b, float* output) => Ternary(count, a, b, output, output, default(MultiplyAddOperation));

    /// <summary>output = a · b + c.</summary>
    public static void MultiplyAdd(long count, float* a, float* b, float* c, float* output) => Ternary(count, a, b, c, output, default(MultiplyAddOperation));

    public static void AddScalar(long count, float* input, float value, float* output) => Unary(count, input, output, new ScaleShiftOperation(1, value));

    public static void MultiplyScalar(long count, float* input, float value, float* output) => Unary(count, input, output, new ScaleOperation(value));

    /// <summary>output = input · scale + shift.</summary>
    public static void ScaleShift(long count, float* input, float scale, float shift, float* output) => Unary(count, input, output, new ScaleShiftOperation(scale, shift));

    public static void Fill(long count, float value, float* output) => Unary(count, output, output, new FillOperation(value));

    public static void Relu(long count, float* input, float* output) => Unary(count, input, output, new ClampOperation(0, float.PositiveInfinity));

    /// <summary>NaN stays NaN, as in PyTorch.</summary>
    public static void Clamp(long count, float* input, float minimum, float maximum, float* output) => Unary(count, input, output, new ClampOperation(minimum, maximum));

    /// <summary>gradInput = gradOutput where minimum &lt; value &lt; maximum, else 0. For ReLU and ReLU6 value may be the input or the output.</summary>
    public static void MaskOpen(long count, float* gradOutput, float* value, float minimum, float maximum, float* gradInput)
        => Binary(count, gradOutput, value, gradInput, new MaskOpenOperation(minimum, maximum));

    /// <summary>gradInput = gradOutput where minimum ≤ input ≤ maximum, else 0 (torch.clamp).</summary>
    public static void MaskClosed(long count, float* gradOutput, float* input, float minimum, float maximum, float* gradInput)
        => Binary(count, gradOutput, input, gradInput, new MaskClosedOperation(minimum, maximum));

    public static void ReluBackward(long count, float* gradOutput, float* output, float* gradInput)
        => MaskOpen(count, gradOutput, output, 0, float.PositiveInfinity, gradInput);

    public static void Exp(long count, float* input, float* output) => Unary(count, input, output, default(ExpOperation));

    public static void Log(long count, float* input, float* output) => Unary(count, input, output, default(LogOperation));

    public static void Sqrt(long count, float* input, float* output) => Unary(count, input, output, default(SqrtOperation));

    public static void Sigmoid(long count, float* input, float* output) => Unary(count, input, output, default(SigmoidOperation));

    public static void Tanh(long count, float* input, float* output) => Unary(count, input, output, default(TanhOperation));

    /// <summary>Sum in blocks; the partial sums are added in double in the order of the blocks, whatever the number of workers.</summary>
    public static double Sum(long count, float* input) => Reduce(count, input, input, default(FirstOperation));

    /// <summary>Σ a · b, added as <see cref="Sum"/> adds.</summary>
    public static double Dot(long count, float* a, float* b) => Reduce(count, a, b, default(MultiplyOperation));

    /// <summary>output = input · scale[channel] + shift[channel], bytes in and floats out, both NHWC.</summary>
    public static void ByteToFloat(long pixels, int channels, byte* input, float* scale, float* shift, float* output)
    {
        int blocks = Blocks(pixels);
        Workers.For(blocks, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (start, end) =>
        {
            // One period of scale and shift that is a whole number of vectors and of pixels.
            int lanes = Vector<float>.Count, period = lanes * channels;
            using var pattern = new Scratch(2 * period);
            float* scales = pattern.Pointer, shifts = scales + period;
            for (int i = 0; i < period; i++)
            {
                scales[i] = scale[i % channels];
                shifts[i] = shift[i % channels];
            }

            long e = (long)start * Block * channels, last = Math.Min((long)end * Block, pixels) * channels;
            for (; e <= last - period; e += period)
            {
                for (int i = 0; i < period; i += lanes)
                {
                    (Widened(input + e + i) * Vector.Load(scales + i) + Vector.Load(shifts + i)).Store(output + e + i);
                }
            }

            for (int i = 0; e < last; e++, i++)
            {
                output[e] = input[e] * scales[i] + shifts[i];
            }
        }, BlocksPerWorker);
    }

    /// <summary>As <see cref="ByteToFloat"/>, from NCHW bytes to NHWC floats.</summary>
    public static void PlanarByteToFloat(int batch, int channels, int pixelsPerPicture, byte* input, float* scale, float* shift, float* output)
    {
        Workers.For(batch, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (start, end) =>
        {
            for (int n = start; n < end; n++)
            {
                for (int c = 0; c < channels; c++)
                {
                    byte* plane = input + ((long)n * channels + c) * pixelsPerPicture;
                    float* target = output + (long)n * channels * pixelsPerPicture + c;
                    for (int p = 0; p < pixelsPerPicture; p++)
                    {
                        target[(long)p * channels] = plane[p] * scale[c] + shift[c];
                    }
                }
            }
        });
    }

    private static Vector<float> Widened(byte* bytes)
    {
        // A vector of bytes holds four times as many lanes; only as many as there are floats are read.
        Vector<int> values = default;
        for (int i = 0; i < Vector<int>.Count; i++)
        {
            values = values.WithElement(i, bytes[i]);
        }

        return Vector.ConvertToSingle(values);
    }

    private interface IOperation
    {
        Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c);
    }

    private static int Blocks(long count) => checked((int)((count + Block - 1) / Block));

    private static void Unary<T>(long count, float* input, float* output, T operation) where T : struct, IOperation
        => Workers.For(Blocks(count), [MethodImpl(MethodImplOptions.AggressiveOptimization)] (start, end) =>
        {
            long i = (long)start * Block, last = Math.Min((long)end * Block, count);
            for (; i <= last - Vector<float>.Count; i += Vector<float>.Count)
            {
                operation.Apply(Vector.Load(input + i), default, default).Store(output + i);
            }

            if (i < last)
            {
                int rest = (int)(last - i);
                StorePart(operation.Apply(LoadPart(input + i, rest), default, default), output + i, rest);
            }
        }, BlocksPerWorker);

    private static void Binary<T>(long count, float* a, float* b, float* output, T operation) where T : struct, IOperation
        => Workers.For(Blocks(count), [MethodImpl(MethodImplOptions.AggressiveOptimization)] (start, end) =>
        {
            long i = (long)start * Block, last = Math.Min((long)end * Block, count);
            for (; i <= last - Vector<float>.Count; i += Vector<float>.Count)
            {
                operation.Apply(Vector.Load(a + i), Vector.Load(b + i), default).Store(output + i);
            }

            if (i < last)
            {
                int rest = (int)(last - i);
                StorePart(operation.Apply(LoadPart(a + i, rest), LoadPart(b + i, rest), default), output + i, rest);
            }
        }, BlocksPerWorker);

    private static void Ternary<T>(long count, float* a, float* b, float* c, float* output, T operation) where T : struct, IOperation
        => Workers.For(Blocks(count), [MethodImpl(MethodImplOptions.AggressiveOptimization)] (start, end) =>
        {
            long i = (long)start * Block, last = Math.Min((long)end * Block, count);
            for (; i <= last - Vector<float>.Count; i += Vector<float>.Count)
            {
                operation.Apply(Vector.Load(a + i), Vector.Load(b + i), Vector.Load(c + i)).Store(output + i);
            }

            if (i < last)
            {
                int rest = (int)(last - i);
                StorePart(operation.Apply(LoadPart(a + i, rest), LoadPart(b + i, rest), LoadPart(c + i, rest)), output + i, rest);
            }
        }, BlocksPerWorker);

    private static double Reduce<T>(long count, float* a, float* b, T operation) where T : struct, IOperation
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
                    s0 += operation.Apply(Vector.Load(a + i), Vector.Load(b + i), default);
                    s1 += operation.Apply(Vector.Load(a + i + lanes), Vector.Load(b + i + lanes), default);
                    s2 += operation.Apply(Vector.Load(a + i + 2 * lanes), Vector.Load(b + i + 2 * lanes), default);
                    s3 += operation.Apply(Vector.Load(a + i + 3 * lanes), Vector.Load(b + i + 3 * lanes), default);
                }

                for (; i < last; i += lanes)
                {
                    int rest = (int)Math.Min(lanes, last - i);
                    s0 += operation.Apply(LoadPart(a + i, rest), LoadPart(b + i, rest), default);
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

    private static Vector<float> LoadPart(float* source, int count)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        lanes.Clear();
        new ReadOnlySpan<float>(source, count).CopyTo(lanes);
        return new Vector<float>(lanes);
    }

    private static void StorePart(Vector<float> value, float* target, int count)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        value.CopyTo(lanes);
        lanes[..count].CopyTo(new Span<float>(target, count));
    }

    private readonly struct AddOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a + b;
    }

    private readonly struct SubtractOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a - b;
    }

    private readonly struct MultiplyOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * b;
    }

    private readonly struct DivideOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a / b;
    }

    private readonly struct AddScaledOperation(float scale) : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a + b * scale;
    }

    private readonly struct MultiplyAddOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * b + c;
    }

    private readonly struct ScaleOperation(float scale) : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * scale;
    }

    private readonly struct ScaleShiftOperation(float scale, float shift) : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a * scale + new Vector<float>(shift);
    }

    private readonly struct FillOperation(float value) : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => new(value);
    }

    private readonly struct ClampOperation(float minimum, float maximum) : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c)
            => Vector.Min(Vector.Max(a, new Vector<float>(minimum)), new Vector<float>(maximum));
    }

    private readonly struct MaskOpenOperation(float minimum, float maximum) : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c)
            => Vector.ConditionalSelect(Vector.GreaterThan(b, new Vector<float>(minimum)) & Vector.LessThan(b, new Vector<float>(maximum)), a, default);
    }

    private readonly struct MaskClosedOperation(float minimum, float maximum) : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c)
            => Vector.ConditionalSelect(Vector.GreaterThanOrEqual(b, new Vector<float>(minimum)) & Vector.LessThanOrEqual(b, new Vector<float>(maximum)), a, default);
    }

    private readonly struct ExpOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Exp(a);
    }

    private readonly struct LogOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.Log(a);
    }

    private readonly struct SqrtOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => Vector.SquareRoot(a);
    }

    private readonly struct SigmoidOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => Vector<float>.One / (Vector<float>.One + Vector.Exp(-a));
    }

    private readonly struct TanhOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c)
        {
            // (1 - e) / (1 + e) with e = exp(-2 |a|) loses digits near zero; there a short odd polynomial is exact enough.
            Vector<float> magnitude = Vector.Abs(a), e = Vector.Exp(magnitude * -2f), square = a * a;
            Vector<float> large = Vector.CopySign((Vector<float>.One - e) / (Vector<float>.One + e), a);
            Vector<float> small = a * (Vector<float>.One + square * (new Vector<float>(-1f / 3) + square * (new Vector<float>(2f / 15) - square * (17f / 315))));
            return Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<float>(0.1f)), small, large);
        }
    }

    private readonly struct FirstOperation : IOperation
    {
        public Vector<float> Apply(Vector<float> a, Vector<float> b, Vector<float> c) => a;
    }
}
