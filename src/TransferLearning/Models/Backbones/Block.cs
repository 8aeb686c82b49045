using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>One step of a backbone: what is frozen or learns together, and where features can be kept.</summary>
/// <param name="Name">Name for people, which is that of its first layer in the state dictionary: "features.12", "layer1.0".</param>
/// <param name="Kind">What it is, in a word: "InvertedResidual".</param>
/// <param name="Layers">What it is made of.</param>
internal sealed record Block(string Name, string Kind, LayerChain Layers)
{
    /// <summary>A block of several layers, each under its own full name.</summary>
    public static Block Of(string kind, params (string Name, Module<Tensor, Tensor> Layer)[] layers) => new(layers[0].Name, kind, new LayerChain(layers));

    /// <summary>A block that is one module.</summary>
    public static Block Of(string kind, string name, Module<Tensor, Tensor> module) => Of(kind, (name, module));
}
