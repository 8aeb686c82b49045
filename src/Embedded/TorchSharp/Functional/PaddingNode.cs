using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Padding (and, with negative amounts, cropping) of the last dimensions, and its gradient: every output place names the input place it
/// copies.
/// </summary>
internal static unsafe class PaddingNode
{
    internal static Tensor Forward(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode, double value)
    {
        long[] sizes = input.Sizes.ToArray();
        if (pad.Length % 2 != 0 || pad.Length / 2 > sizes.Length)
        {
            throw Failure.Torch("Padding length must be divisible by 2 and at most twice the number of dimensions of the input");
        }

        var sources = new int[sizes.Length][];
        for (int d = 0; d < sizes.Length; d++)
        {
            int pair = (sizes.Length - 1 - d) * 2;
            sources[d] = pair < pad.Length ? Sources((int)sizes[d], (int)pad[pair], (int)pad[pair + 1], mode)
                : [.. Enumerable.Range(0, (int)sizes[d])];
        }

        using Tensor x = input.AsLayout(Layout.Contiguous);
        Tensor output = Tensor.Empty([.. sources.Select(s => (long)s.Length)]);
        Walk(sources, sizes, (from, to) => output.Floats[to] = from < 0 ? (float)value : x.Floats[from]);
        return !Autograd.IsRecording(input) ? output : Autograd.Record("ConstantPadNdBackward0", output, [input], [], (gradient, _) =>
        {
            using Tensor g = gradient.AsLayout(Layout.Contiguous);
            Tensor result = Tensor.Empty(sizes);
            new Span<float>(result.Floats, checked((int)result.numel())).Clear();
            Walk(sources, sizes, (from, to) =>
            {
                if (from >= 0)
                {
                    result.Floats[from] += g.Floats[to];
                }
            });
            return [result];
        });
    }

    /// <summary>For every place along one dimension of the result, the place of the input; −1 for the constant.</summary>
    static int[] Sources(int size, int before, int after, PaddingModes mode)
    {
        if (mode == PaddingModes.Reflect && (before >= size || after >= size))
        {
            throw Failure.Torch("Padding size should be less than the corresponding input dimension");
        }

        if (size + before + after < 0)
        {
            throw Failure.Torch("The input size plus padding resulted in a negative output size");
        }

        var sources = new int[size + before + after];
        for (int i = 0; i < sources.Length; i++)
        {
            int at = i - before;
            sources[i] = at >= 0 && at < size ? at : mode switch
            {
                PaddingModes.Reflect => at < 0 ? -at : (2 * (size - 1)) - at,
                PaddingModes.Replicate => Math.Clamp(at, 0, size - 1),
                PaddingModes.Circular => ((at % size) + size) % size,
                _ => -1,
            };
        }

        return sources;
    }

    static void Walk(int[][] sources, long[] sizes, Action<long, long> visit)
    {
        long target = 0;
        Visit(0, 0);

        void Visit(int dimension, long from)
        {
            if (dimension == sizes.Length)
            {
                visit(from, target++);
                return;
            }

            foreach (int source in sources[dimension])
            {
                Visit(dimension + 1, from < 0 || source < 0 ? -1 : (from * sizes[dimension]) + source);
            }
        }
    }
}
