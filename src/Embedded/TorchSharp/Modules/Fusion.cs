using TorchSharp.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// Looks ahead in a sequence for convolution → batch normalisation → activation. What is found runs in one go:
/// with fixed statistics and nothing to learn in it, the normalisation becomes part of the convolution's weights and the activation of its
/// last step; in training, normalisation and activation are one operation. A module with hooks, of another class or with an unusual input
/// runs by itself.
/// </summary>
internal static class Fusion
{
    /// <summary>Runs the module at <paramref name="index"/>, with those after it that fuse, and moves on.</summary>
    internal static Tensor Run(List<IModule<Tensor, Tensor>> chain, ref int index, Tensor input)
    {
        switch (chain[index])
        {
            case Conv2d { HasHooks: false, IsPlain: true } convolution when input.Rank == 4:
                if (At<BatchNorm2d>(chain, index + 1) is { } after)
                {
                    Activation activation = ActivationAt(chain, index + 2);
                    index += activation == Activation.None ? 2 : 3;
                    return ConvolutionWithNorm(convolution, after, activation, input);
                }

                if (ActivationAt(chain, index + 1) is var direct and not Activation.None)
                {
                    index += 2;
                    return convolution.Run(input, direct);
                }

                break;
            case BatchNorm2d { HasHooks: false } norm when ActivationAt(chain, index + 1) is var activation and not Activation.None:
                index += 2;
                return norm.Run(input, activation);
            case Linear { HasHooks: false } linear when ActivationAt(chain, index + 1) is var activation and not Activation.None:
                index += 2;
                return linear.Run(input, activation);
        }

        return chain[index++].call(input);
    }

    static Tensor ConvolutionWithNorm(Conv2d convolution, BatchNorm2d norm, Activation activation, Tensor input)
    {
        if (norm.UsesBatchStatistics || norm.num_features != convolution.out_channels
            || Autograd.IsRecording(convolution.weight, convolution.bias, norm.weight, norm.bias))
        {
            using Tensor between = convolution.Run(input, Activation.None);
            return norm.Run(between, activation);
        }

        return convolution.RunFolded(input, norm, activation);
    }

    static T? At<T>(List<IModule<Tensor, Tensor>> chain, int index)
        where T : torch.nn.Module => index < chain.Count && chain[index] is T { HasHooks: false } module ? module : null;

    static Activation ActivationAt(List<IModule<Tensor, Tensor>> chain, int index) => index >= chain.Count
        ? Activation.None
        : chain[index] switch
        {
            ReLU { HasHooks: false } => Activation.ReLU,
            ReLU6 { HasHooks: false } => Activation.ReLU6,
            _ => Activation.None,
        };
}
