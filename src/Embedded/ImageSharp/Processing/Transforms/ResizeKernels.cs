using System.Buffers;

namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>For each place of one dimension of the result: where its pixels start in the source, and their weights.</summary>
internal sealed class ResizeKernels : IDisposable
{
    // Distances this close to a whole number are that number.
    private const double Tolerance = 1e-8;
    private readonly float[] weights;

    private ResizeKernels(int sourceLength, int count, int taps)
    {
        SourceLength = sourceLength;
        Taps = taps;
        Starts = new int[count];
        Lengths = new int[count];
        weights = ArrayPool<float>.Shared.Rent(Math.Max(1, count * taps));
    }

    /// <summary>Pixels of the source; no place needs any beyond.</summary>
    public int SourceLength { get; }

    /// <summary>The weights of all places, <see cref="Taps"/> from one to the next.</summary>
    public ReadOnlySpan<float> AllWeights => weights;

    /// <summary>The most pixels any place needs.</summary>
    public int Taps { get; }

    /// <summary>The first source pixel of each place.</summary>
    public int[] Starts { get; }

    /// <summary>How many source pixels each place needs.</summary>
    public int[] Lengths { get; }

    /// <summary>The weights of place <paramref name="index"/>; they add up to one.</summary>
    public ReadOnlySpan<float> Weights(int index) => weights.AsSpan(index * Taps, Lengths[index]);

    /// <summary>Works out the weights.</summary>
    /// <param name="sampler">The weight by distance.</param>
    /// <param name="sourceLength">Pixels of the source.</param>
    /// <param name="targetLength">Pixels that the source is spread over.</param>
    /// <param name="first">The first of these that is wanted.</param>
    /// <param name="count">How many are wanted.</param>
    public static ResizeKernels Create(IResampler sampler, int sourceLength, int targetLength, int first, int count)
    {
        double ratio = (double)sourceLength / targetLength;
        double scale = Math.Max(1, ratio);
        int radius = (int)Ceiling(scale * sampler.Radius);
        int taps = Math.Min(sourceLength, (2 * radius) + 1);
        ResizeKernels kernels = new(sourceLength, count, taps);
        double[] values = new double[taps];
        for (int i = 0; i < count; i++)
        {
            double center = ((first + i + 0.5) * ratio) - 0.5;
            int left = Math.Max(0, (int)Ceiling(center - radius));
            int right = Math.Min(sourceLength - 1, (int)Floor(center + radius));
            double sum = 0;
            for (int j = left; j <= right; j++)
            {
                double value = sampler.GetValue((float)((j - center) / scale));
                sum += value;
                values[j - left] = value;
            }

            // Weights of zero at the ends cost time only.
            int start = left;
            while (start < right && values[start - left] == 0)
            {
                start++;
            }

            int end = right;
            while (end > start && values[end - left] == 0)
            {
                end--;
            }

            kernels.Starts[i] = start;
            kernels.Lengths[i] = end - start + 1;
            for (int j = start; j <= end; j++)
            {
                kernels.weights[(i * taps) + j - start] = (float)(sum > 0 ? values[j - left] / sum : values[j - left]);
            }
        }

        return kernels;
    }

    public void Dispose() => ArrayPool<float>.Shared.Return(weights);

    private static double Ceiling(double value) => Math.Ceiling(Snap(value));

    private static double Floor(double value) => Math.Floor(Snap(value));

    private static double Snap(double value)
    {
        double whole = Math.Round(value);
        return Math.Abs(value - whole) < Tolerance ? whole : value;
    }
}
