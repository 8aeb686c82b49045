using TorchSharp.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// A convolution with the normalisation and the activation that follow it, where there are any: what kernels can run in one go.
/// </summary>
internal sealed record ConvolutionUnit(Conv2d Convolution, BatchNorm2d? Norm, Activation Activation)
{
    /// <summary>The modules that it stands for.</summary>
    internal int Modules => 1 + (Norm is null ? 0 : 1) + (Activation == Activation.None ? 0 : 1);

    /// <summary>Whether nothing in it is learned at the moment, so that the normalisation can be part of the weights.</summary>
    internal bool IsConstant => Norm is not { UsesBatchStatistics: true } && !Autograd.IsRecording(Convolution.weight, Convolution.bias,
        Norm?.weight, Norm?.bias);

    /// <summary>Whether the batch's own statistics normalise it, in the way that a training chain does.</summary>
    internal bool IsTrained => Norm is { UsesBatchStatistics: true } && Convolution.bias is null
        && new[] { Norm.weight, Norm.bias, Norm.running_mean, Norm.running_var }.All(vector => vector is null || vector.IsRowMajor);

    /// <summary>The units in a row that begin at a place. A module with hooks, or padding other than zeros, ends the row.</summary>
    internal static List<ConvolutionUnit> InARow(List<IModule<Tensor, Tensor>> modules, int index)
    {
        var units = new List<ConvolutionUnit>();
        while (index < modules.Count && modules[index] is Conv2d { HasHooks: false, IsPlain: true } convolution)
        {
            BatchNorm2d? norm = index + 1 < modules.Count && modules[index + 1] is BatchNorm2d { HasHooks: false } next
                && next.num_features == convolution.out_channels ? next : null;
            var unit = new ConvolutionUnit(convolution, norm, ActivationAt(modules, index + (norm is null ? 1 : 2)));
            units.Add(unit);
            index += unit.Modules;
        }

        return units;
    }

    /// <summary>The activation at a place, if it is one that kernels take along.</summary>
    internal static Activation ActivationAt(List<IModule<Tensor, Tensor>> modules, int index) => index >= modules.Count
        ? Activation.None
        : modules[index] switch
        {
            ReLU { HasHooks: false } => Activation.ReLU,
            ReLU6 { HasHooks: false } => Activation.ReLU6,
            _ => Activation.None,
        };

    /// <summary>Handles, for the caller to dispose, on weights and bias as constants, with the normalisation in them.</summary>
    internal (Tensor Weight, Tensor? Bias) Constants() =>
        Norm is null ? (Convolution.weight.Alias(), Convolution.bias?.Alias()) : Convolution.FoldedWith(Norm);

    /// <summary>Runs by itself, recorded where needed.</summary>
    internal Tensor Run(Tensor input)
    {
        if (Norm is null)
        {
            return Convolution.Run(input, Activation);
        }

        if (IsConstant)
        {
            (Tensor weight, Tensor? bias) = Constants();
            using (weight)
            using (bias)
            {
                return Convolution.Run(input, weight, bias, Activation);
            }
        }

        using Tensor between = Convolution.Run(input, Activation.None);
        return Norm.Run(between, Activation);
    }
}
