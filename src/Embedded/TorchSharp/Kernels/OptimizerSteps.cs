using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Optimizer updates on flat arrays, one pass over memory each: parameter and state are read and written once, in PyTorch's order of operations.
/// Learning rates and decays are doubles as in the optimizers' options; products that do not depend on the element are formed in double.
/// </summary>
internal static unsafe class OptimizerSteps
{
    private const int Block = 4096;

    /// <summary>
    /// Adam (Kingma and Ba 2015) at step number <paramref name="step"/> (from 1). <paramref name="maximumSquare"/> is AMSGrad's state or null.
    /// With <paramref name="decoupled"/> the weight decay shrinks the parameter itself (AdamW), else it joins the gradient.
    /// </summary>
    public static void Adam(long count, float* parameter, float* gradient, float* average, float* averageSquare, float* maximumSquare, long step,
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay, bool decoupled = false, bool maximize = false)
    {
        double correction1 = 1 - Math.Pow(beta1, step), correction2 = Math.Sqrt(1 - Math.Pow(beta2, step));
        float size = (float)(learningRate / correction1), sign = maximize ? -1 : 1;
        float shrink = decoupled ? (float)(1 - learningRate * weightDecay) : 1, decay = decoupled ? 0 : (float)weightDecay;
        float b1 = (float)(1 - beta1), b2 = (float)beta2, c2 = (float)(1 - beta2);
        Run(count, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (i, rest) =>
        {
            Vector<float> p = Load(parameter + i, rest) * shrink, g = Load(gradient + i, rest) * sign;
            g += p * decay;
            Vector<float> m = Load(average + i, rest), v = Load(averageSquare + i, rest);
            m += (g - m) * b1;
            v = v * b2 + g * g * c2;
            Store(m, average + i, rest);
            Store(v, averageSquare + i, rest);
            if (maximumSquare != null)
            {
                v = Vector.Max(v, Load(maximumSquare + i, rest));
                Store(v, maximumSquare + i, rest);
            }

            Vector<float> denominator = Vector.SquareRoot(v) / new Vector<float>((float)correction2) + new Vector<float>((float)epsilon);
            Store(p - m / denominator * size, parameter + i, rest);
        });
    }

    /// <summary>
    /// Gradient descent with momentum. <paramref name="momentumBuffer"/> may be null when momentum is 0; on the first step
    /// (<paramref name="firstStep"/>) it takes the gradient undamped, as PyTorch's.
    /// </summary>
    public static void Sgd(long count, float* parameter, float* gradient, float* momentumBuffer, bool firstStep, double learningRate,
        double momentum, double dampening, double weightDecay, bool nesterov, bool maximize = false)
    {
        float rate = (float)learningRate, keep = (float)momentum, take = (float)(1 - dampening), decay = (float)weightDecay, sign = maximize ? -1 : 1;
        Run(count, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (i, rest) =>
        {
            Vector<float> p = Load(parameter + i, rest), g = Load(gradient + i, rest) * sign + p * decay;
            if (momentumBuffer != null)
            {
                Vector<float> buffer = firstStep ? g : Load(momentumBuffer + i, rest) * keep + g * take;
                Store(buffer, momentumBuffer + i, rest);
                g = nesterov ? g + buffer * keep : buffer;
            }

            Store(p - g * rate, parameter + i, rest);
        });
    }

    /// <summary>RMSprop. <paramref name="momentumBuffer"/> may be null when momentum is 0, <paramref name="gradientAverage"/> when not centred.</summary>
    public static void RmsProp(long count, float* parameter, float* gradient, float* squareAverage, float* momentumBuffer, float* gradientAverage,
        double learningRate, double alpha, double epsilon, double weightDecay, double momentum, bool maximize = false)
    {
        float rate = (float)learningRate, keep = (float)alpha, take = (float)(1 - alpha), decay = (float)weightDecay, sign = maximize ? -1 : 1;
        Run(count, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (i, rest) =>
        {
            Vector<float> p = Load(parameter + i, rest), g = Load(gradient + i, rest) * sign + p * decay;
            Vector<float> square = Load(squareAverage + i, rest) * keep + g * g * take, variance = square;
            Store(square, squareAverage + i, rest);
            if (gradientAverage != null)
            {
                Vector<float> mean = Load(gradientAverage + i, rest);
                mean += (g - mean) * take;
                Store(mean, gradientAverage + i, rest);
                variance -= mean * mean;
            }

            Vector<float> update = g / (Vector.SquareRoot(variance) + new Vector<float>((float)epsilon));
            if (momentumBuffer != null)
            {
                update += Load(momentumBuffer + i, rest) * (float)momentum;
                Store(update, momentumBuffer + i, rest);
            }

            Store(p - update * rate, parameter + i, rest);
        });
    }

    private static void Run(long count, Action<long, int> update)
    {
        int blocks = checked((int)((count + Block - 1) / Block));
        Workers.For(blocks, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (start, end) =>
        {
            long i = (long)start * Block, last = Math.Min((long)end * Block, count);
            for (; i <= last - Vector<float>.Count; i += Vector<float>.Count)
            {
                update(i, Vector<float>.Count);
            }

            if (i < last)
            {
                update(i, (int)(last - i));
            }
        }, 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(float* source, int count)
    {
        return count == Vector<float>.Count ? Vector.Load(source) : LoadPart(source, count);
    }

    private static Vector<float> LoadPart(float* source, int count)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        lanes.Clear();
        new ReadOnlySpan<float>(source, count).CopyTo(lanes);
        return new Vector<float>(lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector<float> value, float* target, int count)
    {
        if (count == Vector<float>.Count)
        {
            value.Store(target);
        }
        else
        {
            StorePart(value, target, count);
        }
    }

    private static void StorePart(Vector<float> value, float* target, int count)
    {
        Span<float> lanes = stackalloc float[Vector<float>.Count];
        value.CopyTo(lanes);
        lanes[..count].CopyTo(new Span<float>(target, count));
    }
}
