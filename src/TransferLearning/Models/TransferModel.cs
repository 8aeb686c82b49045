using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>How many parameters, and how many of them are trainable.</summary>
/// <param name="Backbone">Those of the backbone.</param>
/// <param name="BackboneTrainable">Trainable ones of the backbone.</param>
/// <param name="Statistics">Running means and variances of BatchNorm, which are no parameters: no gradient changes them.</param>
/// <param name="Trainable">All trainable ones, of backbone and head.</param>
public sealed record ParameterCounts(long Backbone, long BackboneTrainable, long Statistics, long Trainable);

/// <summary>
/// A torchvision network cut into its blocks, with a new head: pooling, dropout, one linear layer. Two classes share one logit (above 0
/// means the second class); more classes have one each. Knows its classes, image size and device. State-dictionary names are torchvision's.
/// </summary>
public sealed partial class TransferModel : Module<Tensor, Tensor>
{
    private const double UsualDropout = 0.2;

    private readonly Block[] _blocks;
    private readonly Module<Tensor, Tensor>[] _headLayers;

    private TransferModel(Backbone backbone, IReadOnlyList<string> classes, int imageSize, double dropout)
        : base(nameof(TransferModel))
    {
        Backbone = backbone;
        Classes = classes;
        ImageSize = imageSize;
        HeadDropout = dropout;
        _blocks = [.. Cut(backbone)];
        _headLayers = MakeHead(ShapesOfBlocks(backbone.SmallestImageSize, CPU)[^1][1], classes.Count == 2 ? 1 : classes.Count);
        _norms = [.. modules().OfType<BatchNorm2d>()];
        train();
    }

    /// <summary>What it is built on.</summary>
    public Backbone Backbone { get; }

    /// <summary>Names of the classes; a label is an index into it.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Width and height of its images in pixels.</summary>
    public int ImageSize { get; }

    /// <summary>Share of the features that its head leaves out at random in training.</summary>
    public double HeadDropout { get; }

    /// <summary>Where its parameters lie, and so where it computes.</summary>
    public Device Device => ParametersOfHead[0].device;

    /// <summary>Names of the blocks in order, as in the state dictionary ("features.12").</summary>
    public IReadOnlyList<string> Blocks => [.. _blocks.Select(block => block.Name)];

    /// <summary>How many parameters it has, and how many of them are trainable.</summary>
    public ParameterCounts ParameterCounts => new(
        Count(ParametersOfBlocks.SelectMany(parameters => parameters)),
        Count(ParametersOfBlocks.SelectMany(parameters => parameters).Where(parameter => parameter.requires_grad)),
        _norms.Sum(norm => norm.running_mean!.NumberOfElements + norm.running_var!.NumberOfElements),
        Count(parameters().Where(parameter => parameter.requires_grad)));

    /// <summary>Parameters of each block, trainable or not.</summary>
    internal IReadOnlyList<IReadOnlyList<Parameter>> ParametersOfBlocks =>
        [.. _blocks.Select(block => block.Layers.SelectMany(layer => layer.parameters()).ToArray())];

    /// <summary>Parameters of the head, trainable or not.</summary>
    internal IReadOnlyList<Parameter> ParametersOfHead => [.. _headLayers.SelectMany(layer => layer.parameters())];

    /// <summary>Makes a model in training mode; everything is trainable until something is frozen.</summary>
    /// <param name="backbone">What to build on.</param>
    /// <param name="classes">Names of at least two classes.</param>
    /// <param name="weights">
    /// Path of a weights file (.pth or .safetensors, torchvision's names; an old classifier in it is passed over), or null for random
    /// weights.
    /// </param>
    /// <param name="imageSize">Width and height of the images in pixels; the backbone's own by default.</param>
    /// <param name="dropout">Share of the features that the head leaves out at random in training, 0 to below 1.</param>
    /// <param name="seed">Seed of the random initial weights, which depend on nothing else; torch's own generator goes on as if nothing had
    /// been drawn.</param>
    /// <param name="device">As for <see cref="Devices.Open"/>.</param>
    /// <exception cref="UserMistakeException">The classes, sizes or weights cannot be used; the sentence says why.</exception>
    public static TransferModel Create(
        Backbone backbone, IReadOnlyList<string> classes, string? weights = null, int? imageSize = null, double dropout = UsualDropout,
        int seed = 42, string device = "auto") =>
        Build(backbone, classes, imageSize ?? backbone.ImageSize, dropout, seed, Devices.Open(device), model =>
        {
            if (weights is not null)
            {
                WeightsFile.CopyInto(model.BackboneState(), weights, backbone.ToString());
            }

            model.TrainsStatistics = weights is null;
        });

    /// <summary>Weights and statistics of the backbone by their names in the state dictionary: all of it but the head.</summary>
    internal Dictionary<string, Tensor> BackboneState() =>
        state_dict().Where(entry => !entry.Key.StartsWith(Backbone.HeadName + ".", StringComparison.Ordinal)).ToDictionary();

    /// <summary>Checks what was asked for, makes the model on the CPU, fills it, and brings it where it is to be.</summary>
    private static TransferModel Build(
        Backbone backbone, IReadOnlyList<string> classes, int imageSize, double dropout, int seed, Device device,
        Action<TransferModel> fill)
    {
        UserMistakeException.ThrowIf(classes.Count < 2 || classes.Distinct(StringComparer.Ordinal).Count() < classes.Count,
            $"A classifier needs at least two classes, each with a name of its own; given: {string.Join(", ", classes)}.");

        UserMistakeException.ThrowIf(imageSize < backbone.SmallestImageSize,
            $"{backbone} needs images of at least {backbone.SmallestImageSize} px; {imageSize} px are asked for.");

        UserMistakeException.ThrowIf(dropout is not (>= 0 and < 1), $"A dropout of {dropout} cannot be; give 0 to below 1.");

        using Tensor generator = get_rng_state();
        try
        {
            manual_seed(seed);
            var model = new TransferModel(backbone, [.. classes], imageSize, dropout);
            fill(model);
            model.to(device);
            if (device.type == DeviceType.CPU)
            {
                Speed.UseChannelsLast(model);
            }

            return model;
        }
        finally
        {
            set_rng_state(generator);
        }
    }

    /// <summary>
    /// Takes torchvision's network apart and registers its parts here under the same names. A block begins with a child that has a
    /// convolution; what has none (normalisation, activation, pooling) belongs to the block before, as an activation may change that
    /// block's output in place.
    /// </summary>
    private List<Block> Cut(Backbone backbone)
    {
        var cut = new List<Block>();
        foreach ((string name, nn.Module module) in backbone.Make().named_children().ToArray())
        {
            if (name == backbone.HeadName || name is "AuxLogits" or "avgpool" or "flatten" or "dropout")
            {
                module.Dispose();
                continue;
            }

            register_module(name, module);
            bool isStage = module is Sequential && module.named_children().All(child => char.IsAsciiDigit(child.name[0]));
            foreach ((string part, nn.Module layer) in isStage
                ? module.named_children().Select(child => ($"{name}.{child.name}", child.module)) : [(name, module)])
            {
                if (layer.modules().Prepend(layer).OfType<Conv2d>().Any())
                {
                    cut.Add(new Block(part, []));
                }

                cut[^1].Layers.Add((Module<Tensor, Tensor>)layer);
            }
        }

        return cut;
    }

    /// <summary>Makes the head and registers it under the name that torchvision's classifier had.</summary>
    private Module<Tensor, Tensor>[] MakeHead(long channels, int outputs)
    {
        Dropout dropout = Dropout(HeadDropout);
        Linear last = Linear(channels, outputs);
        init.normal_(last.weight, 0, 0.01);   // small, and no bias: at first every class is as likely
        init.zeros_(last.bias!);
        (string Name, Module<Tensor, Tensor> Layer)[] head = Backbone.HeadName == "fc"
            ? [("dropout", dropout), ("fc", last)]
            : [(Backbone.HeadName, Sequential(("0", dropout), ("1", last)))];
        Array.ForEach(head, part => register_module(part.Name, part.Layer));
        return [.. head.Select(part => part.Layer)];
    }

    private static long Count(IEnumerable<Parameter> parameters) => parameters.Sum(parameter => parameter.NumberOfElements);

    /// <summary>What is frozen or trained together, and where features can be kept. Named after its first layer.</summary>
    private sealed record Block(string Name, List<Module<Tensor, Tensor>> Layers);
}
