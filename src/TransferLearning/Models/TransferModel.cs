using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// A backbone with a new classifier on top: convolutional blocks, pooling, then by default dropout and one linear layer. Two classes share one logit
/// (above 0 means the second class); more classes have one each. State-dictionary names are torchvision's.
/// </summary>
public sealed class TransferModel : Module<Tensor, Tensor>
{
    private readonly Block[] blocks;
    private readonly HeadLayers head;
    private (Tensor Factor, Tensor Offset)? normalisation;

    private TransferModel(Backbone backbone, IReadOnlyList<string> classes, Head head)
        : base(nameof(TransferModel))
    {
        Backbone = backbone;
        Classes = classes;
        Head = head;
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

    /// <summary>
    /// How many blocks at the beginning hold nothing that learns. Their output for a picture never changes, so it need be computed only once.
    /// </summary>
    public int FrozenBlocks => Array.FindIndex(blocks, block => block.Layers.Parameters.Any(entry => entry.Parameter.requires_grad)) is >= 0 and int first
        ? first
        : blocks.Length;

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

    /// <summary>Stops the whole backbone from learning; the classifier goes on.</summary>
    public void FreezeBackbone()
    {
        foreach ((_, Parameter parameter) in BackboneParameters)
        {
            parameter.requires_grad = false;
        }

        train(training);
    }

    /// <summary>Freezes the backbone below a layer and lets that layer and all above it learn.</summary>
    /// <param name="name">Name of a layer or block, as in the state dictionary: "features.12" or "features.12.conv.0.1", "layer4" or "layer4.1".</param>
    /// <exception cref="UserMistakeException">No layer has this name.</exception>
    public void UnfreezeFrom(string name)
    {
        (string Name, Parameter Parameter)[] parameters = [.. BackboneParameters];
        int first = Array.FindIndex(parameters, entry => entry.Name == name || entry.Name.StartsWith(name + ".", StringComparison.Ordinal));
        if (first < 0)
        {
            throw new UserMistakeException(
                $"{Backbone} has no layer \"{name}\" with weights; its blocks are {string.Join(", ", Blocks)}; by default it learns from \"{Backbone.FineTuneFrom}\" upwards.");
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i].Parameter.requires_grad = i >= first;
        }

        train(training);
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

    /// <summary>
    /// Switches to training. Batch-norm layers that are frozen stay in evaluation mode all the same: otherwise their running statistics
    /// would drift to the new pictures although no weight learns, and the features would not be those of the pre-trained network.
    /// </summary>
    /// <param name="train">False switches to evaluation.</param>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (BatchNorm2d norm in modules().OfType<BatchNorm2d>().Where(norm => !norm.weight!.requires_grad))
        {
            norm.eval();
        }
    }

    /// <summary>Pictures → logits.</summary>
    /// <param name="input">N×3×H×W: uint8 RGB as in <see cref="PictureBatch"/>, or float32 already normalised.</param>
    /// <returns>N×1 for two classes, otherwise N×classes.</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return Classify(RunBlocks(Normalise(input), 0, blocks.Length)).MoveToOuterDisposeScope();
    }

    /// <summary>Pictures → pooled features of the last block, N×channels: what the classifier takes in.</summary>
    /// <param name="pictures">As for <see cref="forward"/>.</param>
    public Tensor Features(Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        return head.Pool(RunBlocks(Normalise(pictures), 0, blocks.Length)).flatten(1).MoveToOuterDisposeScope();
    }

    /// <summary>Pictures → the maps that one block gives, N×channels×rows×columns.</summary>
    /// <param name="pictures">As for <see cref="forward"/>.</param>
    /// <param name="block">Index of the block; the last one by default.</param>
    public Tensor FeatureMaps(Tensor pictures, int? block = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return RunBlocks(Normalise(pictures), 0, (block ?? blocks.Length - 1) + 1).MoveToOuterDisposeScope();
    }

    /// <summary>uint8 RGB, wherever it lies → float32 on the model's device with the mean taken off and divided by the deviation that the backbone was trained with.</summary>
    /// <param name="pictures">N×3×H×W; float32 is returned as it is.</param>
    public Tensor Normalise(Tensor pictures)
    {
        if (pictures.dtype != ScalarType.Byte)
        {
            return pictures;
        }

        using DisposeScope scope = NewDisposeScope();
        (Tensor factor, Tensor offset) = Normalisation();
        return pictures.to(factor.device).to(ScalarType.Float32).mul_(factor).add_(offset).MoveToOuterDisposeScope();
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
            ForgetNormalisation();
        }

        base.Dispose(disposing);
    }

    /// <summary>Goes on to the logits from what <see cref="FeatureMaps"/> gave.</summary>
    internal Tensor ClassifyFrom(Tensor maps, int block)
    {
        using DisposeScope scope = NewDisposeScope();
        return Classify(RunBlocks(maps, block + 1, blocks.Length)).MoveToOuterDisposeScope();
    }

    /// <summary>Index of the last block whose maps have at least so many rows; the first where none has.</summary>
    internal int LastBlockWithCells(Tensor picture, int cells)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor x = Normalise(picture);
        int last = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            x = blocks[i].Layers.Run(x);
            last = x.shape[2] >= cells ? i : last;
        }

        return last;
    }

    /// <summary>Runs the blocks that never change: the pooled features when all are frozen, otherwise what the first learning block takes in.</summary>
    internal Tensor RunFrozen(Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        int frozen = FrozenBlocks;
        Tensor x = RunBlocks(Normalise(pictures), 0, frozen);
        return (frozen == blocks.Length ? head.Pool(x) : x).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the rest, from what <see cref="RunFrozen"/> gave to the logits.</summary>
    internal Tensor RunLearning(Tensor boundary)
    {
        using DisposeScope scope = NewDisposeScope();
        int frozen = FrozenBlocks;
        Tensor logits = frozen == blocks.Length
            ? head.Classifier.Run(boundary)
            : Classify(RunBlocks(boundary, frozen, blocks.Length));
        return logits.MoveToOuterDisposeScope();
    }

    private Tensor RunBlocks(Tensor x, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            Tensor next = blocks[i].Layers.Run(x);
            if (i > first)
            {
                x.Dispose();   // what autograd needs of it, autograd holds
            }

            x = next;
        }

        return x;
    }

    /// <summary>(p / 255 - mean) / deviation as one multiplication and one addition, on the model's device; made once there.</summary>
    private (Tensor Factor, Tensor Offset) Normalisation()
    {
        Device device = Device;
        if (normalisation is { } made && made.Factor.device.ToString() == device.ToString())
        {
            return made;
        }

        ForgetNormalisation();
        float[] scale = [.. Backbone.Deviation.Select(deviation => 1 / (255 * deviation))];
        float[] shift = [.. Backbone.Mean.Zip(Backbone.Deviation, (mean, deviation) => -mean / deviation)];
        Tensor factor = tensor(scale, [1, 3, 1, 1], device: device).DetachFromDisposeScope(), offset = tensor(shift, [1, 3, 1, 1], device: device).DetachFromDisposeScope();
        normalisation = (factor, offset);
        return (factor, offset);
    }

    private void ForgetNormalisation()
    {
        normalisation?.Factor.Dispose();
        normalisation?.Offset.Dispose();
        normalisation = null;
    }

    private Tensor Classify(Tensor x) => head.Classifier.Run(head.Pool(x));

    private IReadOnlyList<long> MapsShape(int imageSize)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        eval();
        IReadOnlyList<long> shape = RunBlocks(zeros(1, 3, imageSize, imageSize), 0, blocks.Length).shape;
        train();
        return shape;
    }

    private static (long All, long Trainable) Count(IEnumerable<(string Name, Parameter Parameter)> parameters) => parameters.Aggregate(
        (All: 0L, Trainable: 0L),
        (sum, entry) => (sum.All + entry.Parameter.NumberOfElements, sum.Trainable + (entry.Parameter.requires_grad ? entry.Parameter.NumberOfElements : 0)));
}
