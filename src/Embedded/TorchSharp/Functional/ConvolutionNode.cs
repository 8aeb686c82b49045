using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Convolution with an optional activation in its last step, and its gradients. Pictures are channels-last in memory, weights out × in ×
/// height × width.
/// </summary>
internal static unsafe class ConvolutionNode
{
    internal static Tensor Forward(Tensor input, Tensor weight, Tensor? bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding,
        ReadOnlySpan<long> dilation,
        long groups, Activation activation = Activation.None)
    {
        if (input.Rank == 3)
        {
            using Tensor batch = input.unsqueeze(0);
            using Tensor one = Forward(batch, weight, bias, stride, padding, dilation, groups, activation);
            return one.squeeze(0);
        }

        ConvolutionShape shape = Shape(input.Sizes, weight, bias, stride, padding, dilation, groups);
        using Tensor x = input.AsLayout(Layout.ChannelsLast), w = weight.AsLayout(Layout.Contiguous);
        Tensor output = Tensor.Empty([shape.Batch, shape.OutputChannels, shape.OutputHeight, shape.OutputWidth], ScalarType.Float32,
            Layout.ChannelsLast);
        if (output.numel() > 0)
        {
            using Tensor? b = bias?.AsLayout(Layout.Contiguous);
            Convolution.Forward(shape, x.Floats, w.Floats, b is null ? null : b.Floats, output.Floats, activation);
        }

        if (!Autograd.IsRecording(input, weight, bias))
        {
            return output;
        }

        bool wantsInput = Autograd.NeedsGradient(input), wantsWeight = Autograd.NeedsGradient(weight),
            wantsBias = Autograd.NeedsGradient(bias);
        Tensor[] saved = activation == Activation.None ? [x, w] : [x, w, output];
        return Autograd.Record("ConvolutionBackward0", output, [input, weight, bias], saved,
            (gradient, kept) => Backward(shape, gradient, kept, activation, wantsInput, wantsWeight, wantsBias));
    }

    static Tensor?[] Backward(in ConvolutionShape shape, Tensor gradient, Tensor[] kept, Activation activation, bool wantsInput,
        bool wantsWeight, bool wantsBias)
    {
        using Tensor incoming = gradient.AsLayout(Layout.ChannelsLast);
        using Tensor? masked = ActivationNode.Masked(incoming, activation, kept);
        Tensor g = masked ?? incoming, x = kept[0], w = kept[1];
        Tensor? gradInput = null, gradWeight = null, gradBias = null;
        if (wantsWeight || wantsBias)
        {
            gradWeight = Tensor.Empty(w.Sizes);
            gradBias = wantsBias ? Tensor.Empty([shape.OutputChannels]) : null;
            Convolution.BackwardWeight(shape, x.Floats, g.Floats, gradWeight.Floats, gradBias is null ? null : gradBias.Floats);
        }

        if (wantsInput)
        {
            gradInput = Tensor.Empty(x.Sizes, ScalarType.Float32, Layout.ChannelsLast);
            Convolution.BackwardInput(shape, g.Floats, w.Floats, gradInput.Floats);
        }

        return [gradInput, wantsWeight ? gradWeight : null, gradBias];
    }

    /// <summary>The sizes of a convolution; refuses what does not fit.</summary>
    internal static ConvolutionShape Shape(ReadOnlySpan<long> x, Tensor weight, Tensor? bias, ReadOnlySpan<long> stride,
        ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation,
        long groups)
    {
        ReadOnlySpan<long> w = weight.Sizes;
        if (x.Length != 4 || w.Length != 4)
        {
            throw Failure.Torch($"Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: {Strides.Text(x)}");
        }

        if (x[1] != w[1] * groups)
        {
            throw Failure.Torch($"Given groups={groups}, weight of size {Strides.Text(w)}, expected input{Strides.Text(x)} to have {w[1] * groups} channels, but got {x[1]} channels instead");
        }

        if (bias is not null && (bias.Rank != 1 || bias.Sizes[0] != w[0]))
        {
            throw Failure.Torch($"Given weight of size {Strides.Text(w)}, expected bias to be 1-dimensional with {w[0]} elements, but got bias of size {Strides.Text(bias.Sizes)} instead");
        }

        var shape = new ConvolutionShape((int)x[0], (int)x[1], (int)x[2], (int)x[3], (int)w[0], (int)w[2], (int)w[3],
            (int)stride[0], (int)stride[1], (int)padding[0], (int)padding[1], (int)dilation[0], (int)dilation[1], (int)groups);
        return shape.InputHeight + (2 * shape.PaddingHeight) > shape.DilationHeight * (shape.KernelHeight - 1)
            && shape.InputWidth + (2 * shape.PaddingWidth) > shape.DilationWidth * (shape.KernelWidth - 1)
            ? shape
            : throw Failure.Torch($"Calculated padded input size per channel: ({x[2] + (2 * padding[0])} x {x[3] + (2 * padding[1])}). " +
                $"Kernel size: ({(dilation[0] * (w[2] - 1)) + 1} x {(dilation[1] * (w[3] - 1)) + 1}). Kernel size can't be greater than actual input size");
    }
}
