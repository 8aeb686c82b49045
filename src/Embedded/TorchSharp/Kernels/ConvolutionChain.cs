using System.Runtime.Intrinsics;

namespace TorchSharp.Kernels;

/// <summary>
/// Convolutions in a row without a trip to memory in between, where an inverted residual (1×1, depthwise, 1×1) is among them
/// (<see cref="InvertedResidual{TLanes, TVector}"/>); the others one after the other.
/// </summary>
internal static unsafe class ConvolutionChain
{
    /// <summary>output = what the last stage makes of the input; each stage's input is the output of the one before.</summary>
    public static void Forward(ReadOnlySpan<ChainStage> stages, float* input, float* output)
    {
        int count = Together(stages);
        if (count == stages.Length)
        {
            Some(stages, input, output);
            return;
        }

        ConvolutionShape shape = stages[count - 1].Shape;
        using var between = new Scratch((long)shape.OutputPixels * shape.OutputChannels);
        Some(stages[..count], input, between.Pointer);
        Forward(stages[count..], between.Pointer, output);
    }

    private static int Width => Lanes512.IsSupported ? Lanes512.Count : Lanes256.IsSupported ? Lanes256.Count : Lanes128.Count;

    private static void Some(ReadOnlySpan<ChainStage> stages, float* input, float* output)
    {
        if (stages.Length == 1)
        {
            ChainStage only = stages[0];
            Convolution.Forward(only.Shape, input, only.Weight, only.Bias, output, only.Activation);
        }
        else if (Lanes512.IsSupported)
        {
            new InvertedResidual<Lanes512, Vector512<float>>(stages).Run(input, output);
        }
        else if (Lanes256.IsSupported)
        {
            new InvertedResidual<Lanes256, Vector256<float>>(stages).Run(input, output);
        }
        else
        {
            new InvertedResidual<Lanes128, Vector128<float>>(stages).Run(input, output);
        }
    }

    /// <summary>How many of the first stages run together.</summary>
    private static int Together(ReadOnlySpan<ChainStage> stages)
    {
        int depthwise = stages[0].Shape.IsPointwise ? 1 : 0;
        bool pictures = stages[0].Shape.Batch >= Workers.Count;     // else the workers share each convolution
        if (!pictures || depthwise >= stages.Length || !stages[depthwise].Shape.IsDepthwise || stages[depthwise].Shape.InputChannels % Width != 0)
        {
            return 1;
        }

        return depthwise + 1 < stages.Length && stages[depthwise + 1].Shape.IsPointwise ? depthwise + 2 : depthwise + 1;
    }
}
