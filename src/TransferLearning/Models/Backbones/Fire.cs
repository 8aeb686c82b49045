using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>SqueezeNet's block: squeeze to few channels, then expand by 1×1 and by 3×3 convolutions side by side.</summary>
internal sealed class Fire : Module<Tensor, Tensor>
{
    private readonly LayerChain squeeze;
    private readonly LayerChain[] expand;

    public Fire(int inputs, int squeezed, int expandedEach)
        : base(nameof(Fire))
    {
        squeeze = new LayerChain(("squeeze", Conv2d(inputs, squeezed, 1)), ("", ReLU(inplace: true)));
        expand =
        [
            new LayerChain(("expand1x1", Conv2d(squeezed, expandedEach, 1)), ("", ReLU(inplace: true))),
            new LayerChain(("expand3x3", Conv2d(squeezed, expandedEach, 3, padding: 1)), ("", ReLU(inplace: true))),
        ];
        squeeze.RegisterIn(this);
        foreach (LayerChain branch in expand)
        {
            branch.RegisterIn(this);
        }

        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor narrow = squeeze.Run(input);
        return cat([.. expand.Select(branch => branch.Run(narrow))], 1).MoveToOuterDisposeScope();
    }
}
