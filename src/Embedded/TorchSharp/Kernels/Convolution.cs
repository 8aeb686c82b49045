namespace TorchSharp.Kernels;

/// <summary>
/// 2-D convolutions and their gradients over NHWC activations, weights OIHW. 1×1 convolutions are matrix products over all pixels,
/// depthwise ones go along the channels, all others are <see cref="DirectConvolution"/>s.
/// </summary>
internal static unsafe class Convolution
{
    /// <summary>output = activation(input ∗ weight + bias); <paramref name="bias"/> may be null.</summary>
    public static void Forward(in ConvolutionShape shape, float* input, float* weight, float* bias, float* output, Activation activation = Activation.None)
    {
        int inputs = shape.InputChannels, outputs = shape.OutputChannels;
        if (shape.IsPointwise)
        {
            Gemm.Multiply(false, true, shape.OutputPixels, outputs, inputs, 1, input, inputs, weight, inputs, 0, output, outputs, bias, activation);
        }
        else if (shape.IsDepthwise)
        {
            DepthwiseConvolution.Forward(shape, input, weight, bias, output, activation);
        }
        else
        {
            DirectConvolution.Forward(shape, input, weight, bias, output, activation);
        }
    }

    /// <summary>Gradient with respect to the input; overwrites <paramref name="gradInput"/>.</summary>
    public static void BackwardInput(in ConvolutionShape shape, float* gradOutput, float* weight, float* gradInput)
    {
        int inputs = shape.InputChannels, outputs = shape.OutputChannels;
        if (shape.IsPointwise)
        {
            Gemm.Multiply(false, false, shape.OutputPixels, inputs, outputs, 1, gradOutput, outputs, weight, inputs, 0, gradInput, inputs);
        }
        else if (shape.IsDepthwise)
        {
            DepthwiseConvolution.BackwardInput(shape, gradOutput, weight, gradInput);
        }
        else if ((shape.StrideHeight == 1 || shape.DilationHeight == 1) && (shape.StrideWidth == 1 || shape.DilationWidth == 1))
        {
            DirectConvolution.BackwardInput(shape, gradOutput, weight, gradInput);
        }
        else
        {
            Scatter(shape, gradOutput, weight, gradInput);
        }
    }

    /// <summary>Gradients with respect to weight and bias (<paramref name="gradBias"/> may be null); overwrites both.</summary>
    public static void BackwardWeight(in ConvolutionShape shape, float* input, float* gradOutput, float* gradWeight, float* gradBias)
    {
        int inputs = shape.InputChannels, outputs = shape.OutputChannels;
        if (shape.IsPointwise && gradBias == null)
        {
            Gemm.Multiply(true, false, outputs, inputs, shape.OutputPixels, 1, gradOutput, outputs, input, inputs, 0, gradWeight, inputs);
        }
        else if (shape.IsDepthwise)
        {
            DepthwiseConvolution.BackwardWeight(shape, input, gradOutput, gradWeight, gradBias);
        }
        else
        {
            WeightGradient.Run(shape, input, gradOutput, gradWeight, gradBias);
        }
    }

    // Stride and dilation together have no fast path: every product by itself.
    private static void Scatter(in ConvolutionShape shape, float* gradOutput, float* weight, float* gradInput)
    {
        ConvolutionShape s = shape;
        int inputs = s.InputChannels / s.Groups, outputs = s.OutputChannels / s.Groups, outputHeight = s.OutputHeight, outputWidth = s.OutputWidth;
        Workers.For(s.Batch, (start, end) =>
        {
            long picture = (long)s.InputHeight * s.InputWidth * s.InputChannels;
            new Span<float>(gradInput + start * picture, checked((int)((end - start) * picture))).Clear();
            for (int pixel = start * outputHeight * outputWidth; pixel < end * outputHeight * outputWidth; pixel++)
            {
                int top = pixel / outputWidth % outputHeight * s.StrideHeight - s.PaddingHeight, left = pixel % outputWidth * s.StrideWidth - s.PaddingWidth;
                for (int tap = 0; tap < s.KernelHeight * s.KernelWidth; tap++)
                {
                    int y = top + tap / s.KernelWidth * s.DilationHeight, x = left + tap % s.KernelWidth * s.DilationWidth;
                    if ((uint)y >= (uint)s.InputHeight || (uint)x >= (uint)s.InputWidth)
                    {
                        continue;
                    }

                    float* target = gradInput + pixel / (outputHeight * outputWidth) * picture + ((long)y * s.InputWidth + x) * s.InputChannels;
                    for (int o = 0; o < s.OutputChannels; o++)
                    {
                        float gradient = gradOutput[(long)pixel * s.OutputChannels + o];
                        for (int i = 0; i < inputs; i++)
                        {
                            target[o / outputs * inputs + i] += gradient * weight[(long)o * s.PatchLength + i * s.KernelHeight * s.KernelWidth + tap];
                        }
                    }
                }
            }
        });
    }
}
