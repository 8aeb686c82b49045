using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// A backbone with a new classifier on top: convolutional blocks, pooling, then by default dropout and one linear layer. Two classes share one logit
/// (above 0 means the second class); more classes have one each. State-dictionary names are torchvision's.
/// </summary>
public sealed partial class TransferModel : Module<Tensor, Tensor>
{
    private readonly Block[] blocks;
    private readonly HeadLayers head;
    private readonly PixelNormalisation normalisation;

    private TransferModel(Backbone backbone, IReadOnlyList<string> classes, Head head)
        : base(nameof(TransferModel))
    {
        Backbone = backbone;
        Classes = classes;
        Head = head;
        normalisation = new PixelNormalisation(backbone);
        (IReadOnlyList<Block> made, int channels) = backbone.MakeLayers();
        blocks = [.. made];
        LayerChain.Register(this, blocks.SelectMany(block => block.Layers.Layers));
        IReadOnlyList<long> mapsShape = head.Pooling == Pooling.Flatten ? MapsShape(backbone.ImageSize) : [1, channels];
        bool isOneLogit = classes.Count == 2;
        this.head = HeadLayers.Make(head, backbone, mapsShape, isOneLogit ? 1 : classes.Count);
        this.head.Classifier.RegisterIn(this);
    }

    /// <summary>What it is built on.</summary>
    public Backbone Backbone { get; }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>What its classifier is.</summary>
    public Head Head { get; }

    /// <summary>Names of the blocks, in order; each is that of a layer in the state dictionary.</summary>
    public IReadOnlyList<string> Blocks => [.. blocks.Select(block => block.Name)];

    /// <summary>Where its numbers lie, and so where it computes: the CPU until a training moves it.</summary>
    public Device Device => parameters().First().device;

    /// <summary>How many numbers it has, and how many of them learn.</summary>
    public ParameterCounts ParameterCounts
    {
        get
        {
            (long backbone, long backboneTrainable) = Count(BackboneParameters);
            (long classifier, long classifierTrainable) = Count(head.Classifier.Parameters);
            long statistics = modules().OfType<BatchNorm2d>().Sum(norm => norm.running_mean!.NumberOfElements + norm.running_var!.NumberOfElements);
            return new ParameterCounts(backbone, backboneTrainable, statistics, classifier, classifierTrainable);
        }
    }

    /// <summary>Weights and statistics of the backbone by their names in the state dictionary: all of it but the classifier.</summary>
    public IReadOnlyDictionary<string, Tensor> BackboneState
    {
        get
        {
            string classifier = Backbone.ClassifierName.Split('.')[0] + ".";
            return state_dict().Where(entry => !entry.Key.StartsWith(classifier, StringComparison.Ordinal)).ToDictionary();
        }
    }

    /// <summary>Weights of each block, learning or not.</summary>
    internal IReadOnlyList<IReadOnlyList<Parameter>> ParametersOfBlocks => [.. blocks.Select(block => block.Layers.Parameters.Select(entry => entry.Parameter).ToArray())];

    /// <summary>Weights of the classifier, learning or not.</summary>
    internal IReadOnlyList<Parameter> ParametersOfClassifier => [.. head.Classifier.Parameters.Select(entry => entry.Parameter)];

    private IEnumerable<(string Name, Parameter Parameter)> BackboneParameters => blocks.SelectMany(block => block.Layers.Parameters);

    /// <summary>Makes a model; every layer can learn until something is frozen.</summary>
    /// <param name="backbone">What to build on.</param>
    /// <param name="classes">Names of at least two classes.</param>
    /// <param name="weights">Where the backbone's weights come from.</param>
    /// <param name="dropout">Share of the features that is left out at random in training.</param>
    /// <exception cref="UserMistakeException">The weights do not fit.</exception>
    public static TransferModel Create(Backbone backbone, IReadOnlyList<string> classes, Weights weights, double dropout = 0.2) =>
        Create(backbone, classes, weights, new Head { Dropout = dropout });

    /// <summary>Makes a model with a classifier of your choice; every layer can learn until something is frozen.</summary>
    /// <param name="backbone">What to build on.</param>
    /// <param name="classes">Names of at least two classes.</param>
    /// <param name="weights">Where the backbone's weights come from; an old classifier in the file is passed over.</param>
    /// <param name="head">The classifier.</param>
    /// <exception cref="UserMistakeException">The weights do not fit.</exception>
    public static TransferModel Create(Backbone backbone, IReadOnlyList<string> classes, Weights weights, Head head)
    {
        if (classes.Count < 2)
        {
            throw new UserMistakeException($"A classifier needs at least two classes, and {classes.Count} {(classes.Count == 1 ? "is" : "are")} given.");
        }

        var model = new TransferModel(backbone, classes, head);
        if (weights.Path is { } path)
        {
            try
            {
                BackboneWeights.Load(model, path, [.. model.head.Classifier.Layers.Select(layer => layer.Name).Where(name => name.Length > 0)]);
            }
            catch
            {
                model.Dispose();
                throw;
            }
        }

        return model;
    }

    /// <summary>Moves all its numbers to a device; one that they are on already is left alone.</summary>
    public void MoveTo(Device device)
    {
        ArgumentNullException.ThrowIfNull(device);
        if (Device.ToString() != device.ToString())
        {
            this.to(device);
        }
    }

    /// <summary>Layers, shapes, parameters, and which of them learn.</summary>
    /// <param name="imageSize">Width and height in pixels; the backbone's own by default.</param>
    public ModelSummary Summary(int? imageSize = null)
    {
        int size = imageSize ?? Backbone.ImageSize;
        bool wasTraining = training;
        eval();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        var layers = new List<LayerSummary>();
        Tensor x = zeros(1, 3, size, size, device: Device);
        foreach (Block block in blocks)
        {
            x = block.Layers.Run(x);
            (long parameters, long trainable) = Count(block.Layers.Parameters);
            layers.Add(new LayerSummary(block.Name, block.Kind, x.shape, parameters, trainable));
        }

        x = head.Pool(x);
        layers.Add(new LayerSummary("pooling", head.PoolingName, x.shape, 0, 0));
        (long classifier, long classifierTrainable) = Count(head.Classifier.Parameters);
        string name = head.Classifier.Layers[^1].Name.Split('.')[0];
        string kinds = string.Join(", ", head.Classifier.Layers.Select(layer => layer.Layer.GetName()));
        layers.Add(new LayerSummary(name, kinds, head.Classifier.Run(x).shape, classifier, classifierTrainable));
        train(wasTraining);
        return new ModelSummary($"{Backbone} for {string.Join(", ", Classes)} at {size} px", layers, ParameterCounts);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            normalisation.Dispose();
        }

        base.Dispose(disposing);
    }

    private static (long All, long Trainable) Count(IEnumerable<(string Name, Parameter Parameter)> parameters) => parameters.Aggregate(
        (All: 0L, Trainable: 0L),
        (sum, entry) => (sum.All + entry.Parameter.NumberOfElements, sum.Trainable + (entry.Parameter.requires_grad ? entry.Parameter.NumberOfElements : 0)));
}
