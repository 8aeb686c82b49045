using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// Multiplies the BatchNorm layers of a network in eval mode into the convolutions before them, until it is disposed: a normalisation is no
/// pass over the maps any more. The network's own weights are not touched.
/// </summary>
/// <remarks>
/// torchvision's blocks are closed, their children cannot be exchanged. So both layers are asked for a corner of the maps only (a hook
/// before each), and hooks behind them give out what the folded convolution makes of the whole.
/// </remarks>
internal sealed class FoldedBatchNorm : IDisposable
{
    private readonly List<Action> _undo = [];

    /// <summary>
    /// Folds every BatchNorm layer that directly follows a convolution among the children of a module, as it does in all of torchvision.
    /// </summary>
    /// <param name="model">The network.</param>
    public FoldedBatchNorm(Module model)
    {
        using FinalizerGate gate = FinalizerGate.Close();
        using IDisposable noGradient = no_grad();
        foreach ((Module child, Module next) in model.modules().Prepend(model)
            .SelectMany(parent => parent.children().Zip(parent.children().Skip(1))))
        {
            if (child is Conv2d { padding_type: null, padding_mode: PaddingModes.Zeros } convolution
                && next is BatchNorm2d { training: false } norm)
            {
                Fold(convolution, norm);
            }
        }
    }

    public void Dispose()
    {
        _undo.ForEach(undo => undo());
        _undo.Clear();
    }

    private void Fold(Conv2d convolution, BatchNorm2d norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor factor = norm.weight! / (norm.running_var! + norm.eps).sqrt(), shift = norm.bias! - norm.running_mean! * factor;
        Tensor weight = (convolution.weight * factor.view(-1, 1, 1, 1)).DetachFromDisposeScope();   // keeps channels-last strides
        Tensor bias = (convolution.bias is null ? shift : shift + convolution.bias * factor).DetachFromDisposeScope();
        long[]? kernel = convolution.kernel_size, stride = convolution.stride, padding = convolution.padding,
            dilation = convolution.dilation;
        long groups = convolution.groups;

        Tensor? images = null, maps = null;
        var before = convolution.register_forward_pre_hook((_, input) =>
        {
            images = input;
            return Corner(input, kernel[0], kernel[1]);
        });
        var behind = convolution.register_forward_hook(
            (_, _, _) => functional.conv2d(images!, weight, bias, stride, padding, dilation, groups));
        var beforeNorm = norm.register_forward_pre_hook((_, input) =>
        {
            maps = input.alias();
            return Corner(input, 1, 1);
        });
        var behindNorm = norm.register_forward_hook((_, _, _) => maps!);
        _undo.AddRange([before.remove, behind.remove, beforeNorm.remove, behindNorm.remove, weight.Dispose, bias.Dispose]);
    }

    private static Tensor Corner(Tensor maps, long height, long width)
    {
        using Tensor image = maps.narrow(0, 0, 1), rows = image.narrow(2, 0, Math.Min(height, maps.shape[2]));
        return rows.narrow(3, 0, Math.Min(width, maps.shape[3]));
    }
}
