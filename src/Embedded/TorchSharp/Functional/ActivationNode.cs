using TorchSharp.Kernels;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>ReLU and ReLU6 by themselves, where nothing before them could take them along. The result is all that backward needs.</summary>
internal static unsafe class ActivationNode
{
    internal static Tensor Forward(Tensor input, Activation activation, bool inplace)
    {
        if (inplace)
        {
            return InPlace(input, activation).alias();
        }

        using Tensor x = input.AsLayout(input.NaturalLayout);
        Tensor output = Tensor.Empty(input.Sizes, ScalarType.Float32, input.NaturalLayout);
        VectorMath.Clamp(x.numel(), x.Floats, 0, Ceiling(activation), output.Floats);
        return Autograd.IsRecording(input)
            ? Autograd.Record(Name(activation), output, [input], [output], (gradient, kept) => [Backward(gradient, kept[0], activation)])
            : output;
    }

    /// <summary>
    /// The gradient with zeros where the activation was flat, or null where there is no activation. The result is the last thing kept.
    /// </summary>
    internal static Tensor? Masked(Tensor gradient, Activation activation, Tensor[] kept) =>
        activation == Activation.None ? null : Backward(gradient, kept[^1], activation);

    static Tensor Backward(Tensor gradient, Tensor output, Activation activation)
    {
        using Tensor g = gradient.AsLayout(output.NaturalLayout);
        Tensor result = Tensor.Empty(output.Sizes, ScalarType.Float32, output.NaturalLayout);
        VectorMath.MaskOpen(g.numel(), g.Floats, output.Floats, 0, Ceiling(activation), result.Floats);
        return result;
    }

    static Tensor InPlace(Tensor input, Activation activation)
    {
        Autograd.CheckInPlace(input);
        if (!input.IsDense)
        {
            throw Failure.NotHere("activations in place of a strided tensor");
        }

        VectorMath.Clamp(input.numel(), input.Floats, 0, Ceiling(activation), input.Floats);
        return Autograd.RecordInPlace(Name(activation), input, [input], [input], (gradient, kept) =>
            [Backward(gradient, kept[0], activation)]);
    }

    static float Ceiling(Activation activation) => activation == Activation.ReLU6 ? 6 : float.PositiveInfinity;

    static string Name(Activation activation) => activation == Activation.ReLU6 ? "HardtanhBackward0" : "ReluBackward0";
}
