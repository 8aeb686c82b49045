using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// Gradient of a convolution's filters: gradOutputᵀ (outputs × pixels) · patches (pixels × patch). Each worker takes its share of the output
/// pixels, some hundred at a time; of their patches it lays out a slice that fits the second-level cache, and multiplies.
/// The workers' sums are added in order.
/// </summary>
internal static unsafe class WeightGradient
{
    private const int BlockPixels = 384;
    private const int SliceFloats = 48 * 1024;

    public static void Run(in ConvolutionShape shape, float* input, float* gradOutput, float* gradWeight, float* gradBias)
    {
        ConvolutionShape s = shape;
        int inputs = s.InputChannels / s.Groups, outputs = s.OutputChannels / s.Groups, taps = s.KernelHeight * s.KernelWidth, depth = s.PatchLength;
        int blocks = (s.OutputPixels + BlockPixels - 1) / BlockPixels, parts = Math.Min(Workers.Count, blocks);
        int slice = Math.Min(depth, SliceFloats / BlockPixels), length = s.OutputChannels * (depth + 1);
        using var partial = new Scratch((long)parts * length);
        float* sums = partial.Pointer;
        Workers.For(parts, (start, end) =>
        {
            using var patches = new Scratch(BlockPixels * slice);
            for (int part = start; part < end; part++)
            {
                float* sum = sums + (long)part * length, biasSum = sum + s.OutputChannels * depth;
                new Span<float>(sum, length).Clear();
                for (int block = (int)((long)blocks * part / parts); block < (int)((long)blocks * (part + 1) / parts); block++)
                {
                    int first = block * BlockPixels, pixels = Math.Min(BlockPixels, s.OutputPixels - first);
                    float* gradient = gradOutput + (long)first * s.OutputChannels;
                    for (int group = 0; group < s.Groups; group++)
                    {
                        for (int k = 0; k < depth; k += slice)
                        {
                            int wide = Math.Min(slice, depth - k);
                            LayOut(s, input + group * inputs, first, pixels, k, wide, patches.Pointer);
                            Multiply(new Gemm.Problem(new Gemm.Matrix(gradient + group * outputs, 1, s.OutputChannels), new Gemm.Matrix(patches.Pointer, wide, 1),
                                outputs, wide, pixels, 1, 1, sum + (long)group * outputs * depth + k, depth, null, Activation.None));
                        }
                    }

                    for (int i = 0; i < pixels && gradBias != null; i++)
                    {
                        for (int o = 0; o < s.OutputChannels; o++)
                        {
                            biasSum[o] += gradient[(long)i * s.OutputChannels + o];
                        }
                    }
                }
            }
        });

        // The sums lie as (output, tap, input); weights as (output, input, tap).
        for (int o = 0; o < s.OutputChannels; o++)
        {
            for (int k = 0; k < depth; k++)
            {
                gradWeight[(long)o * depth + k % inputs * taps + k / inputs] = Total(sums + (long)o * depth + k, parts, length);
            }

            if (gradBias != null)
            {
                gradBias[o] = Total(sums + (long)s.OutputChannels * depth + o, parts, length);
            }
        }
    }

    private static float Total(float* sum, int parts, int length)
    {
        float total = 0;
        for (int part = 0; part < parts; part++)
        {
            total += sum[(long)part * length];
        }

        return total;
    }

    private static void Multiply(in Gemm.Problem problem)
    {
        if (Lanes512.IsSupported)
        {
            Gemm.Serial<Lanes512, Vector512<float>>(problem);
        }
        else if (Lanes256.IsSupported)
        {
            Gemm.Serial<Lanes256, Vector256<float>>(problem);
        }
        else
        {
            Gemm.Serial<Lanes128, Vector128<float>>(problem);
        }
    }

    /// <summary>Columns [k0, k0 + wide) of the patches of some consecutive output pixels; k runs over (tap, input channel).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LayOut(in ConvolutionShape s, float* input, int firstPixel, int pixels, int k0, int wide, float* patches)
    {
        int inputs = s.InputChannels / s.Groups, height = s.OutputHeight, width = s.OutputWidth, row = s.KernelWidth * inputs;
        bool whole = s.Groups == 1 && s.DilationWidth == 1 && wide == s.PatchLength && row >= Vector128<float>.Count;
        for (int pixel = firstPixel; pixel < firstPixel + pixels; pixel++)
        {
            int top = pixel / width % height * s.StrideHeight - s.PaddingHeight, left = pixel % width * s.StrideWidth - s.PaddingWidth;
            float* picture = input + (long)(pixel / (width * height)) * s.InputHeight * s.InputWidth * s.InputChannels;
            if (whole && left >= 0 && left + s.KernelWidth <= s.InputWidth)
            {
                // A row of the patch lies in one piece.
                for (int ky = 0; ky < s.KernelHeight; ky++, patches += row)
                {
                    int y = top + ky * s.DilationHeight;
                    if ((uint)y >= (uint)s.InputHeight)
                    {
                        new Span<float>(patches, row).Clear();
                        continue;
                    }

                    float* source = picture + ((long)y * s.InputWidth + left) * inputs;
                    for (int i = 0; i < row; i += Vector128<float>.Count)
                    {
                        // The last vector goes back over numbers that are there.
                        int at = Math.Min(i, row - Vector128<float>.Count);
                        Vector128.Load(source + at).Store(patches + at);
                    }
                }

                continue;
            }

            for (int k = k0; k < k0 + wide;)
            {
                int tap = k / inputs, channel = k % inputs, count = Math.Min(inputs - channel, k0 + wide - k);
                int y = top + tap / s.KernelWidth * s.DilationHeight, x = left + tap % s.KernelWidth * s.DilationWidth;
                if ((uint)y < (uint)s.InputHeight && (uint)x < (uint)s.InputWidth)
                {
                    float* source = picture + ((long)y * s.InputWidth + x) * s.InputChannels + channel;
                    for (int i = 0; i < count; i++)
                    {
                        patches[i] = source[i];
                    }
                }
                else
                {
                    new Span<float>(patches, count).Clear();
                }

                patches += count;
                k += count;
            }
        }
    }
}
