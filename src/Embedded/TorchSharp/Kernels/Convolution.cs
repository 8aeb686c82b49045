namespace TorchSharp.Kernels;

/// <summary>2-D convolutions and their gradients over NHWC activations, weights OIHW.</summary>
internal static unsafe class Convolution
{
    /// <summary>output = activation(input ∗ weight + bias); <paramref name="bias"/> may be null.</summary>
    public static void Forward(in ConvolutionShape shape, float* input, float* weight, float* bias, float* output, Activation activation = Activation.None)
    {
        ConvolutionShape s = shape;
        if (s.IsPointwise)
        {
            Gemm.Multiply(false, true, s.OutputPixels, s.OutputChannels, s.InputChannels, 1, input, s.InputChannels, weight, s.InputChannels, 0, output, s.OutputChannels, bias, activation);
            return;
        }

        if (s.IsDepthwise)
        {
            DepthwiseConvolution.Forward(s, input, weight, bias, output, activation);
            return;
        }

        int inGroup = s.InputChannels / s.Groups, outGroup = s.OutputChannels / s.Groups;
        Workers.For(s.OutputPixels, (start, end) =>
        {
            for (int pixel = start; pixel < end; pixel++)
            {
                int n = pixel / (s.OutputHeight * s.OutputWidth), oy = pixel / s.OutputWidth % s.OutputHeight, ox = pixel % s.OutputWidth;
                for (int o = 0; o < s.OutputChannels; o++)
                {
                    int first = o / outGroup * inGroup;
                    float sum = bias == null ? 0 : bias[o];
                    for (int ky = 0; ky < s.KernelHeight; ky++)
                    {
                        int y = oy * s.StrideHeight - s.PaddingHeight + ky * s.DilationHeight;
                        for (int kx = 0; kx < s.KernelWidth && y >= 0 && y < s.InputHeight; kx++)
                        {
                            int x = ox * s.StrideWidth - s.PaddingWidth + kx * s.DilationWidth;
                            for (int i = 0; i < inGroup && x >= 0 && x < s.InputWidth; i++)
                            {
                                sum += input[(((long)n * s.InputHeight + y) * s.InputWidth + x) * s.InputChannels + first + i]
                                    * weight[(((long)o * inGroup + i) * s.KernelHeight + ky) * s.KernelWidth + kx];
                            }
                        }
                    }

                    output[(long)pixel * s.OutputChannels + o] = activation switch
                    {
                        Activation.ReLU => Math.Max(sum, 0),
                        Activation.ReLU6 => Math.Clamp(sum, 0, 6),
                        _ => sum,
                    };
                }
            }
        });
    }

    /// <summary>Gradient with respect to the input; overwrites <paramref name="gradInput"/>.</summary>
    public static void BackwardInput(in ConvolutionShape shape, float* gradOutput, float* weight, float* gradInput)
    {
        ConvolutionShape s = shape;
        if (s.IsPointwise)
        {
            Gemm.Multiply(false, false, s.OutputPixels, s.InputChannels, s.OutputChannels, 1, gradOutput, s.OutputChannels, weight, s.InputChannels, 0, gradInput, s.InputChannels);
            return;
        }

        if (s.IsDepthwise)
        {
            DepthwiseConvolution.BackwardInput(s, gradOutput, weight, gradInput);
            return;
        }

        int inGroup = s.InputChannels / s.Groups, outGroup = s.OutputChannels / s.Groups;
        Workers.For(s.Batch, (start, end) =>
        {
            long picture = (long)s.InputHeight * s.InputWidth * s.InputChannels;
            for (long e = start * picture; e < end * picture; e++)
            {
                gradInput[e] = 0;
            }

            for (int pixel = start * s.OutputHeight * s.OutputWidth; pixel < end * s.OutputHeight * s.OutputWidth; pixel++)
            {
                int n = pixel / (s.OutputHeight * s.OutputWidth), oy = pixel / s.OutputWidth % s.OutputHeight, ox = pixel % s.OutputWidth;
                for (int o = 0; o < s.OutputChannels; o++)
                {
                    int first = o / outGroup * inGroup;
                    float grad = gradOutput[(long)pixel * s.OutputChannels + o];
                    for (int ky = 0; ky < s.KernelHeight; ky++)
                    {
                        int y = oy * s.StrideHeight - s.PaddingHeight + ky * s.DilationHeight;
                        for (int kx = 0; kx < s.KernelWidth && y >= 0 && y < s.InputHeight; kx++)
                        {
                            int x = ox * s.StrideWidth - s.PaddingWidth + kx * s.DilationWidth;
                            for (int i = 0; i < inGroup && x >= 0 && x < s.InputWidth; i++)
                            {
                                gradInput[(((long)n * s.InputHeight + y) * s.InputWidth + x) * s.InputChannels + first + i]
                                    += grad * weight[(((long)o * inGroup + i) * s.KernelHeight + ky) * s.KernelWidth + kx];
                            }
                        }
                    }
                }
            }
        });
    }

    /// <summary>Gradients with respect to weight and bias (<paramref name="gradBias"/> may be null); overwrites both.</summary>
    public static void BackwardWeight(in ConvolutionShape shape, float* input, float* gradOutput, float* gradWeight, float* gradBias)
    {
        ConvolutionShape s = shape;
        if (s.IsPointwise && gradBias == null)
        {
            Gemm.Multiply(true, false, s.OutputChannels, s.InputChannels, s.OutputPixels, 1, gradOutput, s.OutputChannels, input, s.InputChannels, 0, gradWeight, s.InputChannels);
            return;
        }

        if (s.IsDepthwise)
        {
            DepthwiseConvolution.BackwardWeight(s, input, gradOutput, gradWeight, gradBias);
            return;
        }

        int inGroup = s.InputChannels / s.Groups, outGroup = s.OutputChannels / s.Groups;
        Workers.For(s.OutputChannels, (start, end) =>
        {
            for (int o = start; o < end; o++)
            {
                int first = o / outGroup * inGroup;
                new Span<float>(gradWeight + (long)o * s.PatchLength, s.PatchLength).Clear();
                double biasSum = 0;
                for (int pixel = 0; pixel < s.OutputPixels; pixel++)
                {
                    int n = pixel / (s.OutputHeight * s.OutputWidth), oy = pixel / s.OutputWidth % s.OutputHeight, ox = pixel % s.OutputWidth;
                    float grad = gradOutput[(long)pixel * s.OutputChannels + o];
                    biasSum += grad;
                    for (int ky = 0; ky < s.KernelHeight; ky++)
                    {
                        int y = oy * s.StrideHeight - s.PaddingHeight + ky * s.DilationHeight;
                        for (int kx = 0; kx < s.KernelWidth && y >= 0 && y < s.InputHeight; kx++)
                        {
                            int x = ox * s.StrideWidth - s.PaddingWidth + kx * s.DilationWidth;
                            for (int i = 0; i < inGroup && x >= 0 && x < s.InputWidth; i++)
                            {
                                gradWeight[(((long)o * inGroup + i) * s.KernelHeight + ky) * s.KernelWidth + kx]
                                    += grad * input[(((long)n * s.InputHeight + y) * s.InputWidth + x) * s.InputChannels + first + i];
                            }
                        }
                    }
                }

                if (gradBias != null)
                {
                    gradBias[o] = (float)biasSum;
                }
            }
        });
    }
}
