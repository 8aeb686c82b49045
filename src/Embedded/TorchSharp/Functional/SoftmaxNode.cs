using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Softmax and its logarithm along any dimension, and their gradients. The dimension is walked in double, so that many classes lose nothing.</summary>
internal static unsafe class SoftmaxNode
{
    internal static Tensor Forward(Tensor input, long dim, bool logarithm)
    {
        (int outer, int length, int inner) = Split(input, dim);
        using Tensor x = input.AsLayout(Layout.Contiguous);
        Tensor output = Tensor.Empty(input.Sizes);
        for (int line = 0; line < outer * inner; line++)
        {
            long start = Start(line, length, inner);
            Normalize(x.Floats + start, output.Floats + start, length, inner, logarithm);
        }

        return !Autograd.IsRecording(input) ? output : Autograd.Record(logarithm ? "LogSoftmaxBackward0" : "SoftmaxBackward0", output, [input], [output], (gradient, kept) =>
        {
            using Tensor g = gradient.AsLayout(Layout.Contiguous);
            Tensor result = Tensor.Empty(kept[0].Sizes);
            for (int line = 0; line < outer * inner; line++)
            {
                long start = Start(line, length, inner);
                Backward(kept[0].Floats + start, g.Floats + start, result.Floats + start, length, inner, logarithm);
            }

            return [result];
        });
    }

    /// <summary>The logarithm of the sum of eˣ over a line, without overflow.</summary>
    internal static double LogSumExp(float* x, int length, long step)
    {
        float largest = float.NegativeInfinity;
        for (int i = 0; i < length; i++)
        {
            largest = Math.Max(largest, x[i * step]);
        }

        double sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += Math.Exp(x[i * step] - largest);
        }

        return largest + Math.Log(sum);
    }

    static (int Outer, int Length, int Inner) Split(Tensor input, long dim)
    {
        int axis = input.Rank == 0 ? 0 : Strides.Wrap(dim, input.Rank);
        long outer = 1, inner = 1;
        for (int i = 0; i < input.Rank; i++)
        {
            outer *= i < axis ? input.Sizes[i] : 1;
            inner *= i > axis ? input.Sizes[i] : 1;
        }

        return ((int)outer, input.Rank == 0 ? 1 : (int)input.Sizes[axis], (int)inner);
    }

    static long Start(int line, int length, int inner) => ((long)(line / inner) * length * inner) + (line % inner);

    static void Normalize(float* x, float* y, int length, int step, bool logarithm)
    {
        double total = LogSumExp(x, length, step);
        for (int i = 0; i < length; i++)
        {
            double value = x[(long)i * step] - total;
            y[(long)i * step] = (float)(logarithm ? value : Math.Exp(value));
        }
    }

    static void Backward(float* y, float* g, float* result, int length, int step, bool logarithm)
    {
        double sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += logarithm ? g[(long)i * step] : (double)g[(long)i * step] * y[(long)i * step];
        }

        for (int i = 0; i < length; i++)
        {
            long at = (long)i * step;
            result[at] = (float)(logarithm ? g[at] - (Math.Exp(y[at]) * sum) : y[at] * (g[at] - sum));
        }
    }
}
