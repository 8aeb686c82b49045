using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// One filter per channel, any kernel size, stride and dilation. Channels lie beside each other in memory and so in a vector; weights are
/// turned to [tap][channel] first. Rows are shared among the workers.
/// </summary>
internal static unsafe class DepthwiseConvolution
{
    public static void Forward(in ConvolutionShape shape, float* input, float* weight, float* bias, float* output, Activation activation)
    {
        if (Lanes512.IsSupported && shape.InputChannels >= Lanes512.Count)
        {
            Forward<Lanes512, Vector512<float>>(shape, input, weight, bias, output, activation);
        }
        else if (Lanes256.IsSupported && shape.InputChannels >= Lanes256.Count)
        {
            Forward<Lanes256, Vector256<float>>(shape, input, weight, bias, output, activation);
        }
        else
        {
            Forward<Lanes128, Vector128<float>>(shape, input, weight, bias, output, activation);
        }
    }

    public static void BackwardInput(in ConvolutionShape shape, float* gradOutput, float* weight, float* gradInput)
    {
        if (Lanes512.IsSupported && shape.InputChannels >= Lanes512.Count)
        {
            BackwardInput<Lanes512, Vector512<float>>(shape, gradOutput, weight, gradInput);
        }
        else if (Lanes256.IsSupported && shape.InputChannels >= Lanes256.Count)
        {
            BackwardInput<Lanes256, Vector256<float>>(shape, gradOutput, weight, gradInput);
        }
        else
        {
            BackwardInput<Lanes128, Vector128<float>>(shape, gradOutput, weight, gradInput);
        }
    }

    public static void BackwardWeight(in ConvolutionShape shape, float* input, float* gradOutput, float* gradWeight, float* gradBias)
    {
        if (Lanes512.IsSupported && shape.InputChannels >= Lanes512.Count)
        {
            BackwardWeight<Lanes512, Vector512<float>>(shape, input, gradOutput, gradWeight, gradBias);
        }
        else if (Lanes256.IsSupported && shape.InputChannels >= Lanes256.Count)
        {
            BackwardWeight<Lanes256, Vector256<float>>(shape, input, gradOutput, gradWeight, gradBias);
        }
        else
        {
            BackwardWeight<Lanes128, Vector128<float>>(shape, input, gradOutput, gradWeight, gradBias);
        }
    }

    internal static void Forward<TLanes, TVector>(in ConvolutionShape shape, float* input, float* weight, float* bias, float* output, Activation activation)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ConvolutionShape s = shape;
        int channels = s.InputChannels, taps = s.KernelHeight * s.KernelWidth;
        using var weights = new Scratch((long)taps * channels);
        float* byTap = weights.Pointer;
        ByTap(weight, taps, channels, byTap);
        Workers.Each(s.Batch * s.OutputHeight, Workers.Share(s.Batch * s.OutputHeight), (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int picture = i / s.OutputHeight, row = i % s.OutputHeight;
                ForwardRows<TLanes, TVector>(s, row, row + 1, input + (long)picture * s.InputHeight * s.InputWidth * channels, byTap, bias,
                    output + (long)picture * s.OutputHeight * s.OutputWidth * channels, activation);
            }
        });
    }

    /// <summary>Output rows [firstRow, endRow) of one picture; <paramref name="byTap"/> as <see cref="ByTap"/> leaves it.</summary>
    internal static void ForwardRows<TLanes, TVector>(in ConvolutionShape s, int firstRow, int endRow, float* picture, float* byTap, float* bias, float* output, Activation activation)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        => DepthwiseRows.Forward<TLanes, TVector>(s, new Image(picture, s.InputHeight, s.InputWidth, s.InputChannels), new Image(output, s.OutputHeight, s.OutputWidth, s.InputChannels),
            firstRow, endRow, s.InputChannels, byTap, s.InputChannels, bias, activation);

    internal static void BackwardInput<TLanes, TVector>(in ConvolutionShape shape, float* gradOutput, float* weight, float* gradInput)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ConvolutionShape s = shape;
        int channels = s.InputChannels, taps = s.KernelHeight * s.KernelWidth;
        using var weights = new Scratch((long)taps * channels);
        float* byTap = weights.Pointer;
        ByTap(weight, taps, channels, byTap);
        Workers.Each(s.Batch * s.InputHeight, Workers.Share(s.Batch * s.InputHeight), (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                int picture = i / s.InputHeight, row = i % s.InputHeight;
                var gradient = new Image(gradOutput + (long)picture * s.OutputHeight * s.OutputWidth * channels, s.OutputHeight, s.OutputWidth, channels);
                var target = new Image(gradInput + (long)picture * s.InputHeight * s.InputWidth * channels, s.InputHeight, s.InputWidth, channels);
                DepthwiseRows.BackwardInput<TLanes, TVector>(s, gradient, target, row, row + 1, channels, byTap, channels);
            }
        });
    }

    internal static void BackwardWeight<TLanes, TVector>(in ConvolutionShape shape, float* input, float* gradOutput, float* gradWeight, float* gradBias)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        ConvolutionShape s = shape;
        int channels = s.InputChannels, taps = s.KernelHeight * s.KernelWidth, rows = s.Batch * s.OutputHeight;

        // Each part sums its rows into a buffer of its own: [tap][channel], and the bias behind them.
        int length = (taps + 1) * channels, parts = Workers.Parts(rows, 1, length);
        using var partial = new Scratch((long)parts * length);
        float* sums = partial.Pointer;
        Workers.Each(parts, 1, (start, end) =>
        {
            for (int part = start; part < end; part++)
            {
                float* sum = sums + (long)part * length;
                new Span<float>(sum, length).Clear();
                for (int row = (int)((long)rows * part / parts); row < (int)((long)rows * (part + 1) / parts); row++)
                {
                    int picture = row / s.OutputHeight, y = row % s.OutputHeight;
                    var source = new Image(input + (long)picture * s.InputHeight * s.InputWidth * channels, s.InputHeight, s.InputWidth, channels);
                    var gradient = new Image(gradOutput + (long)picture * s.OutputHeight * s.OutputWidth * channels, s.OutputHeight, s.OutputWidth, channels);
                    DepthwiseWeights.Add<TLanes, TVector>(s, source, gradient, y, y + 1, channels, sum, channels);
                    if (gradBias != null)
                    {
                        AddBiasRow(gradient, y, channels, sum + taps * channels);
                    }
                }
            }
        });
        AddParts(channels, taps, sums, parts, length, gradWeight, gradBias);
    }

    /// <summary>Adds the workers' sums ([tap][channel], the bias's behind them) in order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddParts(int channels, int taps, float* sums, int parts, int length, float* gradWeight, float* gradBias)
    {
        for (int c = 0; c < channels; c++)
        {
            for (int tap = 0; tap <= taps; tap++)
            {
                float sum = 0;
                for (int part = 0; part < parts; part++)
                {
                    sum += sums[(long)part * length + tap * channels + c];
                }

                if (tap < taps)
                {
                    gradWeight[c * taps + tap] = sum;
                }
                else if (gradBias != null)
                {
                    gradBias[c] = sum;
                }
            }
        }
    }

    /// <summary>Weights (channel, tap) as (tap, channel).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void ByTap(float* weight, int taps, int channels, float* byTap)
    {
        for (int c = 0; c < channels; c++)
        {
            for (int tap = 0; tap < taps; tap++)
            {
                byTap[tap * channels + c] = weight[c * taps + tap];
            }
        }
    }

    private static void AddBiasRow(in Image gradient, int row, int channels, float* into)
    {
        for (int x = 0; x < gradient.Width; x++)
        {
            float* pixel = gradient.Start + row * gradient.RowPitch + x * gradient.PixelPitch;
            for (int c = 0; c < channels; c++)
            {
                into[c] += pixel[c];
            }
        }
    }
}
