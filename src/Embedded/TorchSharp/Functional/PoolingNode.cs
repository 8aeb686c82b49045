using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Pooling of pictures that are channels-last in memory, and its gradients.</summary>
internal static unsafe class PoolingNode
{
    internal static Tensor Max(Tensor input, long[] kernel, long[]? stride, long[]? padding, long[]? dilation, bool ceilMode) =>
        OnBatch(input, batch =>
    {
        PoolingShape shape = Shape(batch, kernel, stride, padding, dilation, ceilMode);
        using Tensor x = batch.AsLayout(Layout.ChannelsLast);
        long[] sizes = [shape.Batch, shape.Channels, shape.OutputHeight, shape.OutputWidth];
        Tensor output = Tensor.Empty(sizes, ScalarType.Float32, Layout.ChannelsLast);
        using Tensor where = Tensor.Dense(sizes, Strides.ChannelsLast(sizes), ScalarType.Int32);
        Pooling.MaxForward(shape, x.Floats, output.Floats, (int*)where.Address);
        return !Autograd.IsRecording(batch) ? output : Autograd.Record("MaxPool2DWithIndicesBackward0", output, [batch], [where],
            (gradient, kept) =>
        {
            using Tensor g = gradient.AsLayout(Layout.ChannelsLast);
            Tensor result = Picture(shape);
            Pooling.MaxBackward(shape, g.Floats, (int*)kept[0].Address, result.Floats);
            return [result];
        });
    });

    internal static Tensor Average(Tensor input, long[] kernel, long[]? stride, long[]? padding, bool ceilMode, bool countIncludePad,
        long? divisor) => OnBatch(input, batch =>
    {
        if (divisor == 0)
        {
            throw Failure.Torch("divisor must be not zero");
        }

        PoolingShape shape = Shape(batch, kernel, stride, padding, null, ceilMode);
        int divideBy = (int)(divisor ?? 0);
        using Tensor x = batch.AsLayout(Layout.ChannelsLast);
        Tensor output = Tensor.Empty([shape.Batch, shape.Channels, shape.OutputHeight, shape.OutputWidth], ScalarType.Float32,
            Layout.ChannelsLast);
        Pooling.AverageForward(shape, countIncludePad, divideBy, x.Floats, output.Floats);
        return !Autograd.IsRecording(batch) ? output : Autograd.Record("AvgPool2DBackward0", output, [batch], [], (gradient, _) =>
        {
            using Tensor g = gradient.AsLayout(Layout.ChannelsLast);
            Tensor result = Picture(shape);
            Pooling.AverageBackward(shape, countIncludePad, divideBy, g.Floats, result.Floats);
            return [result];
        });
    });

    internal static Tensor AdaptiveAverage(Tensor input, long height, long width) => OnBatch(input, batch =>
    {
        long[] sizes = batch.Sizes.ToArray();
        (int pictures, int channels, int inputHeight, int inputWidth) = ((int)sizes[0], (int)sizes[1], (int)sizes[2], (int)sizes[3]);
        using Tensor x = batch.AsLayout(Layout.ChannelsLast);
        Tensor output = Tensor.Empty([pictures, channels, height, width], ScalarType.Float32, Layout.ChannelsLast);
        Pooling.AdaptiveAverageForward(pictures, channels, inputHeight, inputWidth, (int)height, (int)width, x.Floats, output.Floats);
        return !Autograd.IsRecording(batch) ? output : Autograd.Record("AdaptiveAvgPool2DBackward0", output, [batch], [], (gradient, _) =>
        {
            using Tensor g = gradient.AsLayout(Layout.ChannelsLast);
            Tensor result = Tensor.Empty(sizes, ScalarType.Float32, Layout.ChannelsLast);
            Pooling.AdaptiveAverageBackward(pictures, channels, inputHeight, inputWidth, (int)height, (int)width, g.Floats, result.Floats);
            return [result];
        });
    });

    /// <summary>Runs on a batch; a single picture C×H×W becomes a batch of one and back.</summary>
    static Tensor OnBatch(Tensor input, Func<Tensor, Tensor> pool)
    {
        switch (input.Rank)
        {
            case 4:
                return pool(input);
            case 3:
                using (Tensor batch = input.unsqueeze(0), one = pool(batch))
                {
                    return one.squeeze(0);
                }

            default:
                throw Failure.Torch($"non-empty 3D or 4D (batch mode) tensor expected for input, but got {Strides.Text(input.Sizes)}");
        }
    }

    static Tensor Picture(in PoolingShape shape) =>
        Tensor.Empty([shape.Batch, shape.Channels, shape.InputHeight, shape.InputWidth], ScalarType.Float32, Layout.ChannelsLast);

    static PoolingShape Shape(Tensor input, long[] kernel, long[]? stride, long[]? padding, long[]? dilation, bool ceilMode)
    {
        (int kernelHeight, int kernelWidth) = Pair(kernel);
        (int strideHeight, int strideWidth) = Pair(stride ?? kernel);
        (int paddingHeight, int paddingWidth) = Pair(padding ?? [0]);
        (int dilationHeight, int dilationWidth) = Pair(dilation ?? [1]);
        if (paddingHeight * 2 > kernelHeight || paddingWidth * 2 > kernelWidth)
        {
            throw Failure.Torch("pad should be at most half of effective kernel size");
        }

        ReadOnlySpan<long> x = input.Sizes;
        var shape = new PoolingShape((int)x[0], (int)x[1], (int)x[2], (int)x[3], kernelHeight, kernelWidth, strideHeight, strideWidth,
            paddingHeight, paddingWidth, dilationHeight, dilationWidth, ceilMode);
        return shape.OutputHeight > 0 && shape.OutputWidth > 0
            ? shape
            : throw Failure.Torch($"Given input size: ({x[1]}x{x[2]}x{x[3]}). Calculated output size: ({x[1]}x{shape.OutputHeight}x{shape.OutputWidth}). Output size is too small");
    }

    static (int Height, int Width) Pair(long[] sizes) => ((int)sizes[0], (int)sizes[^1]);
}
