using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Nearest and bilinear resampling of pictures, and their gradients. Every output row (column) mixes two input rows (columns).
/// </summary>
internal static unsafe class ResamplingNode
{
    internal static Tensor Forward(Tensor input, int height, int width, double? scaleHeight, double? scaleWidth, InterpolationMode mode,
        bool alignCorners)
    {
        ReadOnlySpan<long> sizes = input.Sizes;
        (int pictures, int channels, int inputHeight, int inputWidth) = ((int)sizes[0], (int)sizes[1], (int)sizes[2], (int)sizes[3]);
        Tap[] rows = Taps(inputHeight, height, scaleHeight, mode, alignCorners),
            columns = Taps(inputWidth, width, scaleWidth, mode, alignCorners);
        using Tensor x = input.AsLayout(Layout.ChannelsLast);
        Tensor output = Tensor.Empty([pictures, channels, height, width], ScalarType.Float32, Layout.ChannelsLast);
        Walk(pictures, inputHeight, inputWidth, rows, columns, (source, target, weight) =>
        {
            float* from = x.Floats + (source * channels), to = output.Floats + (target * channels);
            for (int c = 0; c < channels; c++)
            {
                to[c] += weight * from[c];
            }
        }, () => new Span<float>(output.Floats, checked((int)output.numel())).Clear());
        return !Autograd.IsRecording(input) ? output : Autograd.Record("UpsampleBackward0", output, [input], [], (gradient, _) =>
        {
            using Tensor g = gradient.AsLayout(Layout.ChannelsLast);
            Tensor result = Tensor.Empty([pictures, channels, inputHeight, inputWidth], ScalarType.Float32, Layout.ChannelsLast);
            Walk(pictures, inputHeight, inputWidth, rows, columns, (source, target, weight) =>
            {
                float* from = g.Floats + (target * channels), to = result.Floats + (source * channels);
                for (int c = 0; c < channels; c++)
                {
                    to[c] += weight * from[c];
                }
            }, () => new Span<float>(result.Floats, checked((int)result.numel())).Clear());
            return [result];
        });
    }

    /// <summary>Visits (input pixel, output pixel, weight) for all pictures, after clearing what is summed up.</summary>
    static void Walk(int pictures, int inputHeight, int inputWidth, Tap[] rows, Tap[] columns, Action<long, long, float> visit,
        Action clear)
    {
        clear();
        for (int picture = 0; picture < pictures; picture++)
        {
            for (int y = 0; y < rows.Length; y++)
            {
                for (int x = 0; x < columns.Length; x++)
                {
                    long target = (((long)picture * rows.Length) + y) * columns.Length + x;
                    foreach ((int row, float rowWeight) in rows[y].Parts)
                    {
                        foreach ((int column, float columnWeight) in columns[x].Parts)
                        {
                            visit((((long)picture * inputHeight) + row) * inputWidth + column, target, rowWeight * columnWeight);
                        }
                    }
                }
            }
        }
    }

    static Tap[] Taps(int input, int output, double? givenScale, InterpolationMode mode, bool alignCorners)
    {
        var taps = new Tap[output];
        float scale = alignCorners
            ? output > 1 ? (float)(input - 1) / (output - 1) : 0
            : givenScale is > 0 ? (float)(1 / givenScale.Value) : (float)input / output;
        for (int i = 0; i < output; i++)
        {
            if (mode == InterpolationMode.Nearest)
            {
                taps[i] = new Tap([(Math.Min((int)(i * scale), input - 1), 1f)]);
                continue;
            }

            float at = alignCorners ? i * scale : Math.Max(0, (scale * (i + 0.5f)) - 0.5f);
            int first = Math.Min((int)at, input - 1);
            float second = at - first;
            taps[i] = first + 1 < input && second > 0 ? new Tap([(first, 1 - second), (first + 1, second)]) : new Tap([(first, 1f)]);
        }

        return taps;
    }

    /// <summary>The input rows (columns) that an output row (column) is mixed from.</summary>
    readonly record struct Tap((int Index, float Weight)[] Parts);
}
