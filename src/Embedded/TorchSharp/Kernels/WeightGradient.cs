using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// Gradient of a convolution's filters: patchesᵀ (patch × pixels) · gradOutput (pixels × outputs). Each worker takes its share of the output
/// pixels, some hundred at a time; of their patches it lays out a slice that fits the second-level cache, and multiplies. Both lie as a tile wants them:
/// the numbers of a patch are its rows, the gradient of a pixel its vectors. The workers' sums are added in order.
/// </summary>
internal static unsafe class WeightGradient
{
    private const int BlockPixels = 384;
    private const int SliceFloats = 48 * 1024;

    /// <summary>Writes the gradient of the output of some pixels to memory of the caller's, channels-last.</summary>
    public delegate void GradientWriter(int firstPixel, int pixels, float* gradient);

    public static void Run(in ConvolutionShape shape, float* input, float* gradOutput, float* gradWeight, float* gradBias) =>
        Run(shape, input, gradOutput, null, gradWeight, gradBias);

    /// <summary>With a gradient that is made block by block, so that it never leaves the caches.</summary>
    public static void Run(in ConvolutionShape shape, float* input, GradientWriter gradient, float* gradWeight) => Run(shape, input, null, gradient, gradWeight, null);

    private static void Run(in ConvolutionShape shape, float* input, float* gradOutput, GradientWriter? writer, float* gradWeight, float* gradBias)
    {
        ConvolutionShape s = shape;
        int inputs = s.InputChannels / s.Groups, outputs = s.OutputChannels / s.Groups, taps = s.KernelHeight * s.KernelWidth, depth = s.PatchLength;
        int blocks = (s.OutputPixels + BlockPixels - 1) / BlockPixels, length = s.OutputChannels * (depth + 1), parts = Workers.Parts(blocks, 1, length);
        int slice = Math.Min(depth, SliceFloats / BlockPixels / MatrixTile.MaximumRows * MatrixTile.MaximumRows);
        using var partial = new Scratch((long)parts * length);
        float* sums = partial.Pointer;
        Workers.Each(parts, 1, (start, end) =>
        {
            using var patches = new Scratch(BlockPixels * slice);
            using var made = new Scratch(writer == null ? 0 : BlockPixels * s.OutputChannels);
            for (int part = start; part < end; part++)
            {
                float* sum = sums + (long)part * length, biasSum = sum + s.OutputChannels * depth;
                new Span<float>(sum, length).Clear();
                for (int block = (int)((long)blocks * part / parts); block < (int)((long)blocks * (part + 1) / parts); block++)
                {
                    int first = block * BlockPixels, pixels = Math.Min(BlockPixels, s.OutputPixels - first);
                    float* gradient = writer == null ? gradOutput + (long)first * s.OutputChannels : made.Pointer;
                    writer?.Invoke(first, pixels, gradient);
                    for (int group = 0; group < s.Groups; group++)
                    {
                        for (int k = 0; k < depth; k += slice)
                        {
                            int wide = Math.Min(slice, depth - k);
                            LayOut(s, input + group * inputs, first, pixels, k, wide, patches.Pointer);
                            Multiply(patches.Pointer, wide, gradient + group * outputs, s.OutputChannels, outputs, pixels, sum + ((long)group * depth + k) * outputs);
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

        // The sums lie as (group, tap, input, output of the group); weights as (output, input, tap).
        for (int o = 0; o < s.OutputChannels; o++)
        {
            for (int k = 0; k < depth; k++)
            {
                gradWeight[(long)o * depth + k % inputs * taps + k / inputs] = Total(sums + ((long)(o / outputs) * depth + k) * outputs + o % outputs, parts, length);
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

    private static void Multiply(float* patches, int wide, float* gradient, int gradientPitch, int outputs, int pixels, float* sum)
    {
        if (Lanes512.IsSupported)
        {
            Multiply<Lanes512, Vector512<float>>(patches, wide, gradient, gradientPitch, outputs, pixels, sum);
        }
        else if (Lanes256.IsSupported)
        {
            Multiply<Lanes256, Vector256<float>>(patches, wide, gradient, gradientPitch, outputs, pixels, sum);
        }
        else
        {
            Multiply<Lanes128, Vector128<float>>(patches, wide, gradient, gradientPitch, outputs, pixels, sum);
        }
    }

    /// <summary>sum (wide × outputs) += patchesᵀ · gradient.</summary>
    private static void Multiply<TLanes, TVector>(float* patches, int wide, float* gradient, int gradientPitch, int outputs, int pixels, float* sum)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        if (outputs % TLanes.Count != 0 || wide % MatrixTile.RowsPerGroup != 0)
        {
            Gemm.Serial<TLanes, TVector>(new Gemm.Problem(new Gemm.Matrix(patches, 1, wide), new Gemm.Matrix(gradient, gradientPitch, 1),
                wide, outputs, pixels, 1, 1, sum, outputs, null, Activation.None));
            return;
        }

        int tileRows = MatrixTile.RowsPerGroup * TLanes.RowGroups, wholeTiles = wide / tileRows, rest = (wide - wholeTiles * tileRows) / MatrixTile.RowsPerGroup;
        var operand = new MatrixTile.Operand(1, wide, pixels) { RightStep = gradientPitch };
        for (int o = 0; o < outputs; o += 2 * TLanes.Count)
        {
            int vectors = outputs - o > TLanes.Count ? 2 : 1;
            MatrixTile.Run<TLanes, TVector>(wholeTiles, TLanes.RowGroups, vectors, patches, operand, gradient + o, sum + o, outputs, null, true, false, 0, 0);
            if (rest > 0)
            {
                MatrixTile.Run<TLanes, TVector>(1, rest, vectors, patches + wholeTiles * tileRows, operand, gradient + o, sum + (long)wholeTiles * tileRows * outputs + o, outputs, null, true, false, 0, 0);
            }
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
