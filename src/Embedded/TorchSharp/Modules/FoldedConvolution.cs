using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// A convolution's weights with a batch normalisation of fixed statistics multiplied in: W' = W·γ/√(σ²+ε), b' = (b − μ)·γ/√(σ²+ε) + β.
/// Kept until one of the six tensors is another one or was changed in place.
/// </summary>
internal sealed unsafe class FoldedConvolution : IDisposable
{
    readonly Tensor?[] sources;
    readonly Storage?[] memories;
    readonly int[] versions;
    readonly double epsilon;

    FoldedConvolution(Tensor?[] sources, double epsilon)
    {
        this.sources = sources;
        this.epsilon = epsilon;
        memories = [.. sources.Select(s => s?.Memory)];
        versions = [.. sources.Select(s => s?.Memory.Version ?? 0)];
        Weight = Fold(sources[0]!, sources[1], sources[2], sources[3], sources[4]!, sources[5]!, epsilon, out Tensor bias);
        Bias = bias;
    }

    Tensor Weight { get; }

    Tensor Bias { get; }

    /// <summary>
    /// Handles, for the caller to dispose, on the folded weights of this pair: those kept, if they still hold, else new ones in their place.
    /// Threads that evaluate the same network share them.
    /// </summary>
    internal static (Tensor Weight, Tensor Bias) Of(Conv2d convolution, BatchNorm2d norm, ref FoldedConvolution? kept)
    {
        Tensor?[] sources = [convolution.weight, convolution.bias, norm.weight, norm.bias, norm.running_mean, norm.running_var];
        lock (convolution)
        {
            if (kept?.Holds(sources, norm.eps) != true)
            {
                kept?.Dispose();
                kept = new FoldedConvolution(sources, norm.eps);
            }

            return (kept.Weight.Alias(), kept.Bias.Alias());
        }
    }

    public void Dispose()
    {
        Weight.Dispose();
        Bias.Dispose();
    }

    bool Holds(Tensor?[] now, double eps)
    {
        for (int i = 0; i < now.Length; i++)
        {
            if (!ReferenceEquals(now[i], sources[i]) || (now[i] is { } tensor
                && (!ReferenceEquals(tensor.Memory, memories[i]) || tensor.Memory.Version != versions[i])))
            {
                return false;
            }
        }

        return eps == epsilon;
    }

    static Tensor Fold(Tensor weight, Tensor? bias, Tensor? gamma, Tensor? beta, Tensor mean, Tensor variance, double epsilon,
        out Tensor foldedBias)
    {
        int channels = (int)weight.Sizes[0], length = (int)(weight.numel() / Math.Max(1, channels));
        using Tensor w = weight.AsLayout(Layout.Contiguous);
        Tensor result = Tensor.Dense(weight.Sizes.ToArray(), Strides.RowMajor(weight.Sizes.ToArray()), ScalarType.Float32);
        foldedBias = Tensor.Dense([channels], [1], ScalarType.Float32);
        for (int c = 0; c < channels; c++)
        {
            double scale = At(gamma, c, 1) / Math.Sqrt(At(variance, c, 1) + epsilon);
            foldedBias.Floats[c] = (float)(((At(bias, c, 0) - At(mean, c, 0)) * scale) + At(beta, c, 0));
            float* from = w.Floats + ((long)c * length), to = result.Floats + ((long)c * length);
            for (int i = 0; i < length; i++)
            {
                to[i] = (float)(from[i] * scale);
            }
        }

        return result;
    }

    static float At(Tensor? vector, int index, float otherwise) => vector is null ? otherwise : vector.Floats[index * vector.Steps[0]];
}
