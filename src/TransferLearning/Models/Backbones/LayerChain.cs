using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// Layers that run one after the other, each under a name of its own in the module that owns them: what runs together need not have a name
/// together, and the names of official weights stay as they are.
/// </summary>
internal sealed class LayerChain
{
    private readonly Func<Tensor, Tensor> run;

    /// <summary>Makes a chain.</summary>
    /// <param name="layers">Names (dotted ones for layers of layers) and layers; a layer with nothing to keep, such as an activation, may have an empty name.</param>
    public LayerChain(params (string Name, Module<Tensor, Tensor> Layer)[] layers)
    {
        Layers = layers;
        run = layers.Length == 1 ? layers[0].Layer.call : Sequential(layers.Select(layer => layer.Layer)).call;
    }

    /// <summary>The layers, in the order in which they run.</summary>
    public IReadOnlyList<(string Name, Module<Tensor, Tensor> Layer)> Layers { get; }

    /// <summary>The layers and all that is in them.</summary>
    public IEnumerable<nn.Module> All => Layers.SelectMany(layer => layer.Layer.modules().Prepend(layer.Layer));

    /// <summary>Weights with their full names, in the order in which they are used.</summary>
    public IEnumerable<(string Name, Parameter Parameter)> Parameters =>
        Layers.SelectMany(layer => layer.Layer.named_parameters().Select(entry => ($"{layer.Name}.{entry.name}", entry.parameter)));

    /// <summary>Runs all layers; the caller keeps the input.</summary>
    public Tensor Run(Tensor input) => run(input);

    /// <summary>Gives the layers, by their names, to the module that keeps them.</summary>
    public void RegisterIn(nn.Module owner) => Register(owner, Layers);

    /// <summary>Gives layers with dotted names to a module: "layer1.0" becomes "0" of its new part "layer1".</summary>
    public static void Register(nn.Module owner, IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> layers)
    {
        foreach ((string name, Module<Tensor, Tensor> part) in Parts(layers))
        {
            owner.register_module(name, part);
        }
    }

    // Groups keep the order in which their first layer comes.
    private static IEnumerable<(string, Module<Tensor, Tensor>)> Parts(IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> layers) => layers
        .Where(layer => layer.Name.Length > 0)
        .GroupBy(layer => layer.Name.Split('.')[0])
        .Select(group => group.First().Name == group.Key
            ? group.Single()
            : (group.Key, Sequential(Parts(group.Select(layer => (layer.Name[(group.Key.Length + 1)..], layer.Layer))))));
}
