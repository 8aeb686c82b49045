using TorchSharp.Kernels;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// Looks ahead in a sequence for convolution → batch normalisation → activation, and for several of them in a row. What is found runs in
/// one go:
/// with fixed statistics and nothing to learn in it, the normalisation becomes part of the convolution's weights and the activation of its
/// last step; with the batch's statistics, all are one recorded operation that normalises in the cache. A module with hooks, of another
/// class or with an unusual input runs by itself.
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
        List<ConvolutionUnit> units = input.Rank == 4 && input.numel() > 0 ? ConvolutionUnit.InARow(modules, index) : [];
        if (units.Count > 0)
        {
            Tensor result = Run(units, input, out int together);
            index += units.Take(together).Sum(u => u.Modules);
            return result;
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

    /// <summary>
    /// Runs the first units: in training a chain of those with the batch's statistics, else a chain of those that are constant, else one.
    /// </summary>
    static Tensor Run(List<ConvolutionUnit> units, Tensor input, out int together)
    {
        together = units.TakeWhile(u => u.IsTrained).Count();
        if (together > 0)
        {
            return TrainingChainNode.Forward(units[..together], input);
        }

        together = Autograd.IsRecording(input) ? 1 : Math.Max(1, units.TakeWhile(u => u.IsConstant).Count());
        return together == 1 ? units[0].Run(input) : ConvolutionChainNode.Forward(units[..together], input);
    }
}
