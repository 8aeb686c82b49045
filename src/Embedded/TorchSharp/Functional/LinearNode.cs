using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>y = x·Wᵀ + b over the last dimension with an optional activation in the last step, and its gradients.</summary>
internal static unsafe class LinearNode
{
    internal static Tensor Forward(Tensor input, Tensor weight, Tensor? bias, Activation activation = Activation.None)
    {
        ReadOnlySpan<long> sizes = input.Sizes, w = weight.Sizes;
        if (w.Length != 2 || sizes.Length == 0)
        {
            throw Failure.NotHere("linear with weights that are not a matrix, or of a single number");
        }

        int inputs = (int)w[1], outputs = (int)w[0], rows = (int)(input.numel() / Math.Max(1, sizes[^1]));
        if (sizes[^1] != inputs)
        {
            throw Failure.Torch($"mat1 and mat2 shapes cannot be multiplied ({rows}x{sizes[^1]} and {inputs}x{outputs})");
        }

        using Tensor x = input.AsLayout(Layout.Contiguous), matrix = weight.AsLayout(Layout.Contiguous);
        Tensor output = Tensor.Empty([.. sizes[..^1], outputs]);
        using (Tensor? b = bias?.AsLayout(Layout.Contiguous))
        {
            Gemm.Multiply(false, true, rows, outputs, inputs, 1, x.Floats, inputs, matrix.Floats, inputs, 0, output.Floats, outputs,
                b is null ? null : b.Floats, activation);
        }

        if (!Autograd.IsRecording(input, weight, bias))
        {
            return output;
        }

        bool wantsInput = Autograd.NeedsGradient(input), wantsWeight = Autograd.NeedsGradient(weight),
            wantsBias = Autograd.NeedsGradient(bias);
        Tensor[] saved = activation == Activation.None ? [x, matrix] : [x, matrix, output];
        return Autograd.Record("AddmmBackward0", output, [input, weight, bias], saved, (gradient, kept) =>
        {
            using Tensor incoming = gradient.AsLayout(Layout.Contiguous);
            using Tensor? masked = ActivationNode.Masked(incoming, activation, kept);
            Tensor g = masked ?? incoming;
            Tensor? gradInput = wantsInput ? Tensor.Empty(kept[0].Sizes) : null, gradWeight = wantsWeight ? Tensor.Empty(kept[1].Sizes)
                : null;
            if (gradInput is not null)
            {
                Gemm.Multiply(false, false, rows, inputs, outputs, 1, g.Floats, outputs, kept[1].Floats, inputs, 0, gradInput.Floats,
                    inputs);
            }

            if (gradWeight is not null)
            {
                Gemm.Multiply(true, false, outputs, inputs, rows, 1, g.Floats, outputs, kept[0].Floats, inputs, 0, gradWeight.Floats,
                    inputs);
            }

            return [gradInput, gradWeight, wantsBias ? ColumnSums(g, rows, outputs) : null];
        });
    }

    static Tensor ColumnSums(Tensor matrix, int rows, int columns)
    {
        Tensor sums = Tensor.Empty([columns]);
        new Span<float>(sums.Floats, columns).Clear();
        for (int r = 0; r < rows; r++)
        {
            VectorMath.Add(columns, sums.Floats, matrix.Floats + ((long)r * columns), sums.Floats);
        }

        return sums;
    }
}
