using TorchSharp.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// Looks ahead in a sequence for convolution → batch normalisation → activation, and for several of them in a row. What is found runs in one go:
/// with fixed statistics and nothing to learn in it, the normalisation becomes part of the convolution's weights and the activation of its
/// last step. A module with hooks, of another class or with an unusual input runs by itself.
/// </summary>
internal static class Fusion
{
    /// <summary>The modules of a sequence, with those of plain sequences inside it in their place.</summary>
    internal static List<IModule<Tensor, Tensor>> Flatten(Sequential sequence)
    {
        var modules = new List<IModule<Tensor, Tensor>>();
        Add(sequence);
        return modules;

        void Add(Sequential outer)
        {
            for (int i = 0; i < outer.Count; i++)
            {
                // An empty sequence hands its input on by itself; one of a derived class may do anything.
                if (outer[i] is Sequential { HasHooks: false, Count: > 0 } inner && inner.GetType() == typeof(Sequential))
                {
                    Add(inner);
                }
                else
                {
                    modules.Add(outer[i]);
                }
            }
        }
    }

    /// <summary>Runs the module at <paramref name="index"/>, with those after it that fuse, and moves on.</summary>
    internal static Tensor Run(List<IModule<Tensor, Tensor>> modules, ref int index, Tensor input)
    {
        List<ConvolutionUnit> units = input.Rank == 4 ? ConvolutionUnit.InARow(modules, index) : [];
        if (units.Count > 0)
        {
            int together = Together(units, input);
            index += units.Take(together).Sum(u => u.Modules);
            return together == 1 ? units[0].Run(input) : ConvolutionChainNode.Forward(units[..together], input);
        }

        Activation next = ConvolutionUnit.ActivationAt(modules, index + 1);
        if (next != Activation.None && modules[index] is BatchNorm2d { HasHooks: false } norm)
        {
            index += 2;
            return norm.Run(input, next);
        }

        if (next != Activation.None && modules[index] is Linear { HasHooks: false } linear)
        {
            index += 2;
            return linear.Run(input, next);
        }

        return modules[index++].call(input);
    }

    /// <summary>How many units run as one chain.</summary>
    static int Together(List<ConvolutionUnit> units, Tensor input) =>
        Autograd.IsRecording(input) ? 1 : Math.Max(1, units.TakeWhile(u => u.IsConstant).Count());
}
