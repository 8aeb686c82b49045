using System.Numerics;
using System.Runtime.CompilerServices;

namespace TorchSharp.Kernels;

/// <summary>
/// Pooling over NHWC activations: each output pixel is a vector of channels, so a window is walked once with whole vectors.
/// Backward passes gather or scatter within one picture only; pictures are shared among the workers.
/// </summary>
internal static unsafe class Pooling
{
    /// <summary>Maximum of each window; <paramref name="indices"/> (output-sized, may be null) gets y · width + x of the winner, the first of equals; NaN wins.</summary>
    public static void MaxForward(in PoolingShape shape, float* input, float* output, int* indices)
    {
        PoolingShape s = shape;
        int channels = s.Channels, outputHeight = s.OutputHeight, outputWidth = s.OutputWidth;
        Workers.For(s.Batch * outputHeight, (start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                float* picture = input + (long)(row / outputHeight) * s.InputHeight * s.InputWidth * channels;
                int top = row % outputHeight * s.StrideHeight - s.PaddingHeight;
                for (int ox = 0; ox < outputWidth; ox++)
                {
                    long target = ((long)row * outputWidth + ox) * channels;
                    MaxWindow(s, picture, top, ox * s.StrideWidth - s.PaddingWidth, output + target, indices == null ? null : indices + target);
                }
            }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MaxWindow(in PoolingShape s, float* picture, int top, int left, float* best, int* where)
    {
        int channels = s.Channels;
        new Span<float>(best, channels).Fill(float.NegativeInfinity);
        if (where != null)
        {
            int firstY = top < 0 ? top + (-top + s.DilationHeight - 1) / s.DilationHeight * s.DilationHeight : top;
            int firstX = left < 0 ? left + (-left + s.DilationWidth - 1) / s.DilationWidth * s.DilationWidth : left;
            new Span<int>(where, channels).Fill(firstY * s.InputWidth + firstX);
        }

        for (int y = top; y < top + s.KernelHeight * s.DilationHeight; y += s.DilationHeight)
        {
            for (int x = left; x < left + s.KernelWidth * s.DilationWidth; x += s.DilationWidth)
            {
                if ((uint)y >= (uint)s.InputHeight || (uint)x >= (uint)s.InputWidth)
                {
                    continue;
                }

                int position = y * s.InputWidth + x, c = 0;
                float* source = picture + (long)position * channels;
                var positions = new Vector<int>(position);
                for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
                {
                    Vector<float> value = Vector.Load(source + c), current = Vector.Load(best + c);
                    Vector<int> wins = Vector.GreaterThan(value, current) | ~Vector.Equals(value, value);
                    Vector.ConditionalSelect(wins, value, current).Store(best + c);
                    if (where != null)
                    {
                        Vector.ConditionalSelect(wins, positions, Vector.Load(where + c)).Store(where + c);
                    }
                }

                for (; c < channels; c++)
                {
                    if (source[c] > best[c] || float.IsNaN(source[c]))
                    {
                        best[c] = source[c];
                        if (where != null)
                        {
                            where[c] = position;
                        }
                    }
                }
            }
        }
    }

    /// <summary>Sends each gradient to the winner that MaxForward noted; overwrites <paramref name="gradInput"/>.</summary>
    public static void MaxBackward(in PoolingShape shape, float* gradOutput, int* indices, float* gradInput)
    {
        PoolingShape s = shape;
        int channels = s.Channels, outputPixels = s.OutputHeight * s.OutputWidth, inputSize = s.InputHeight * s.InputWidth * channels;
        Workers.For(s.Batch, (start, end) =>
        {
            for (int n = start; n < end; n++)
            {
                float* target = gradInput + (long)n * inputSize;
                new Span<float>(target, inputSize).Clear();
                long first = (long)n * outputPixels * channels;
                for (int pixel = 0; pixel < outputPixels; pixel++, first += channels)
                {
                    for (int c = 0; c < channels; c++)
                    {
                        target[indices[first + c] * channels + c] += gradOutput[first + c];
                    }
                }
            }
        });
    }

    /// <summary>
    /// Mean of each window. The divisor is <paramref name="divisorOverride"/> if positive, else the window's size: with its padding
    /// (<paramref name="countIncludePad"/>) or without.
    /// </summary>
    public static void AverageForward(in PoolingShape shape, bool countIncludePad, int divisorOverride, float* input, float* output)
    {
        PoolingShape s = shape;
        int channels = s.Channels, outputHeight = s.OutputHeight, outputWidth = s.OutputWidth;
        Workers.For(s.Batch * outputHeight, (start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                float* picture = input + (long)(row / outputHeight) * s.InputHeight * s.InputWidth * channels;
                for (int ox = 0; ox < outputWidth; ox++)
                {
                    Window window = WindowAt(s, row % outputHeight, ox, countIncludePad, divisorOverride);
                    Mean(picture, s.InputWidth, channels, window, output + ((long)row * outputWidth + ox) * channels);
                }
            }
        });
    }

    /// <summary>Spreads each gradient evenly over its window; overwrites <paramref name="gradInput"/>.</summary>
    public static void AverageBackward(in PoolingShape shape, bool countIncludePad, int divisorOverride, float* gradOutput, float* gradInput)
    {
        PoolingShape s = shape;
        int channels = s.Channels, outputHeight = s.OutputHeight, outputWidth = s.OutputWidth, inputSize = s.InputHeight * s.InputWidth * channels;
        Workers.For(s.Batch, (start, end) =>
        {
            for (int n = start; n < end; n++)
            {
                float* picture = gradInput + (long)n * inputSize;
                new Span<float>(picture, inputSize).Clear();
                for (int pixel = 0; pixel < outputHeight * outputWidth; pixel++)
                {
                    Window window = WindowAt(s, pixel / outputWidth, pixel % outputWidth, countIncludePad, divisorOverride);
                    Spread(gradOutput + ((long)n * outputHeight * outputWidth + pixel) * channels, picture, s.InputWidth, channels, window);
                }
            }
        });
    }

    /// <summary>Mean over a grid of windows that covers the input (torch's adaptive_avg_pool2d).</summary>
    public static void AdaptiveAverageForward(int batch, int channels, int inputHeight, int inputWidth, int outputHeight, int outputWidth, float* input, float* output)
    {
        Workers.For(batch, (start, end) =>
        {
            for (int pixel = start * outputHeight * outputWidth; pixel < end * outputHeight * outputWidth; pixel++)
            {
                Window window = AdaptiveWindow(pixel / outputWidth % outputHeight, pixel % outputWidth, inputHeight, inputWidth, outputHeight, outputWidth);
                float* picture = input + (long)(pixel / (outputHeight * outputWidth)) * inputHeight * inputWidth * channels;
                Mean(picture, inputWidth, channels, window, output + (long)pixel * channels);
            }
        });
    }

    /// <summary>Gradient of AdaptiveAverageForward; overwrites <paramref name="gradInput"/>.</summary>
    public static void AdaptiveAverageBackward(int batch, int channels, int inputHeight, int inputWidth, int outputHeight, int outputWidth, float* gradOutput, float* gradInput)
    {
        Workers.For(batch, (start, end) =>
        {
            for (int n = start; n < end; n++)
            {
                float* picture = gradInput + (long)n * inputHeight * inputWidth * channels;
                new Span<float>(picture, inputHeight * inputWidth * channels).Clear();
                for (int pixel = 0; pixel < outputHeight * outputWidth; pixel++)
                {
                    Window window = AdaptiveWindow(pixel / outputWidth, pixel % outputWidth, inputHeight, inputWidth, outputHeight, outputWidth);
                    Spread(gradOutput + ((long)n * outputHeight * outputWidth + pixel) * channels, picture, inputWidth, channels, window);
                }
            }
        });
    }

    private readonly record struct Window(int Top, int Bottom, int Left, int Right, float Divisor);

    private static Window WindowAt(in PoolingShape s, int oy, int ox, bool countIncludePad, int divisorOverride)
    {
        int top = oy * s.StrideHeight - s.PaddingHeight, left = ox * s.StrideWidth - s.PaddingWidth;
        int bottom = Math.Min(top + s.KernelHeight, s.InputHeight + s.PaddingHeight), right = Math.Min(left + s.KernelWidth, s.InputWidth + s.PaddingWidth);
        int padded = (bottom - top) * (right - left);
        (top, left, bottom, right) = (Math.Max(top, 0), Math.Max(left, 0), Math.Min(bottom, s.InputHeight), Math.Min(right, s.InputWidth));
        int divisor = divisorOverride > 0 ? divisorOverride : countIncludePad ? padded : Math.Max(1, (bottom - top) * (right - left));
        return new Window(top, bottom, left, right, divisor);
    }

    private static Window AdaptiveWindow(int oy, int ox, int inputHeight, int inputWidth, int outputHeight, int outputWidth)
    {
        int top = oy * inputHeight / outputHeight, bottom = ((oy + 1) * inputHeight + outputHeight - 1) / outputHeight;
        int left = ox * inputWidth / outputWidth, right = ((ox + 1) * inputWidth + outputWidth - 1) / outputWidth;
        return new Window(top, bottom, left, right, (bottom - top) * (right - left));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Mean(float* picture, int width, int channels, in Window window, float* mean)
    {
        new Span<float>(mean, channels).Clear();
        for (int y = window.Top; y < window.Bottom; y++)
        {
            for (int x = window.Left; x < window.Right; x++)
            {
                AddScaled(picture + ((long)y * width + x) * channels, 1, mean, channels);
            }
        }

        int c = 0;
        for (; c <= channels - Vector<float>.Count; c += Vector<float>.Count)
        {
            (Vector.Load(mean + c) / new Vector<float>(window.Divisor)).Store(mean + c);
        }

        for (; c < channels; c++)
        {
            mean[c] /= window.Divisor;
        }
    }

    private static void Spread(float* gradient, float* picture, int width, int channels, in Window window)
    {
        for (int y = window.Top; y < window.Bottom; y++)
        {
            for (int x = window.Left; x < window.Right; x++)
            {
                AddScaled(gradient, 1 / window.Divisor, picture + ((long)y * width + x) * channels, channels);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddScaled(float* source, float scale, float* target, int length)
    {
        int c = 0;
        var scales = new Vector<float>(scale);
        for (; c <= length - Vector<float>.Count; c += Vector<float>.Count)
        {
            (Vector.Load(target + c) + Vector.Load(source + c) * scales).Store(target + c);
        }

        for (; c < length; c++)
        {
            target[c] += source[c] * scale;
        }
    }
}
