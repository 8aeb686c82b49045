using TorchSharp.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// Looks ahead in a sequence for convolution → batch normalisation → activation. What is found runs in one go:
/// with fixed statistics and nothing to learn in it, the normalisation becomes part of the convolution's weights and the activation of its
/// last step; in training with the batch's statistics all three are one operation; and what follows in the same way joins in (<see cref="ChainNode"/>),
/// through nested sequences too. A module with hooks, of another class or with an unusual input runs by itself.
/// </summary>
internal static class Fusion
{
    /// <summary>Runs the module at <paramref name="index"/>, with those after it that fuse, and moves on.</summary>
    internal static Tensor Run(List<IModule<Tensor, Tensor>> chain, ref int index, Tensor input)
    {
        switch (chain[index])
        {
            case Conv2d { HasHooks: false, IsPlain: true } convolution when input.Rank == 4:
                if (Chain(chain, ref index, input) is { } result)
                {
                    return result;
                }

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

    /// <summary>The modules of a sequence with those of plain sequences inside it in their places.</summary>
    internal static List<IModule<Tensor, Tensor>> Flatten(List<IModule<Tensor, Tensor>> chain)
    {
        if (!chain.Exists(IsPlainSequence))
        {
            return chain;
        }

        var flat = new List<IModule<Tensor, Tensor>>();
        foreach (IModule<Tensor, Tensor> module in chain)
        {
            flat.AddRange(IsPlainSequence(module) ? Flatten(((Sequential)module).Modules) : [module]);
        }

        return flat;
    }

    static bool IsPlainSequence(IModule<Tensor, Tensor> module) => module is Sequential { HasHooks: false } && module.GetType() == typeof(Sequential);

    static Tensor? Chain(List<IModule<Tensor, Tensor>> chain, ref int index, Tensor input)
    {
        var steps = new List<ChainNode.Step>();
        int next = index;
        bool trains = At<BatchNorm2d>(chain, index + 1)?.UsesBatchStatistics ?? false;
        while (At<Conv2d>(chain, next) is { IsPlain: true } convolution && At<BatchNorm2d>(chain, next + 1) is { } norm
            && (trains ? norm.UsesBatchStatistics && convolution.bias is null && IsUsual(norm) : IsFixed(convolution, norm)))
        {
            Activation activation = ActivationAt(chain, next + 2);
            steps.Add(new ChainNode.Step(convolution, norm, activation));
            next += activation == Activation.None ? 2 : 3;
        }

        bool runs = input.dtype == ScalarType.Float32 && (trains ? steps.Count > 0 : steps.Count > 1 && !Autograd.IsRecording(input));
        if (!runs || ChainNode.Shapes(input, steps) is not { } shapes)
        {
            return null;
        }

        index = next;
        return trains ? ChainNode.Train(input, steps, shapes) : ChainNode.Evaluate(input, steps, shapes);
    }

    static bool IsFixed(Conv2d convolution, BatchNorm2d norm) =>
        !norm.UsesBatchStatistics && !Autograd.IsRecording(convolution.weight, convolution.bias, norm.weight, norm.bias);

    static bool IsUsual(BatchNorm2d norm) => new[] { norm.weight, norm.bias, norm.running_mean, norm.running_var }.All(t => t is null || t.IsRowMajor)
        && norm.weight is null == norm.bias is null;

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
