using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// A backbone with a new classifier on top: convolutional blocks, global average pooling, dropout, one linear layer. Two classes share one logit
/// (above 0 means the second class); more classes have one each. State-dictionary names are torchvision's.
/// </summary>
public sealed class TransferModel : Module<Tensor, Tensor>
{
    private readonly Sequential features;
    private readonly Sequential classifier;
    private readonly Module<Tensor, Tensor>[] blocks;
    private (Tensor Factor, Tensor Offset)? normalisation;

    private TransferModel(Backbone backbone, IReadOnlyList<string> classes, double dropout)
        : base(nameof(TransferModel))
    {
        Backbone = backbone;
        Classes = classes;
        (features, int channels) = backbone.Make(backbone);
        blocks = [.. features.children().Cast<Module<Tensor, Tensor>>()];
        Linear linear = Linear(channels, classes.Count == 2 ? 1 : classes.Count);
        init.normal_(linear.weight, 0, 0.01);
        init.zeros_(linear.bias!);
        classifier = Sequential(Dropout(dropout), linear);
        register_module("features", features);
        register_module("classifier", classifier);
    }

    /// <summary>What it is built on.</summary>
    public Backbone Backbone { get; }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Where its numbers lie, and so where it computes: the CPU until a training moves it.</summary>
    public Device Device => classifier.parameters().First().device;

    /// <summary>
    /// How many blocks at the beginning hold nothing that learns. Their output for a picture never changes, so it need be computed only once.
    /// </summary>
    public int FrozenBlocks => Array.FindIndex(blocks, block => block.parameters().Any(parameter => parameter.requires_grad)) is >= 0 and int first
        ? first
        : blocks.Length;

    /// <summary>How many numbers it has, and how many of them learn.</summary>
    public ParameterCounts ParameterCounts
    {
        get
        {
            (long backbone, long backboneTrainable) = Count(features);
            (long head, long headTrainable) = Count(classifier);
            long statistics = features.modules().OfType<BatchNorm2d>().Sum(norm => norm.running_mean!.NumberOfElements + norm.running_var!.NumberOfElements);
            return new ParameterCounts(backbone, backboneTrainable, statistics, head, headTrainable);
        }
    }

    /// <summary>Makes a model; every layer can learn until something is frozen.</summary>
    /// <param name="backbone">What to build on.</param>
    /// <param name="classes">Names of at least two classes.</param>
    /// <param name="weights">Where the backbone's weights come from.</param>
    /// <param name="dropout">Share of the features that is left out at random in training.</param>
    /// <exception cref="UserMistakeException">The weights do not fit.</exception>
    public static TransferModel Create(Backbone backbone, IReadOnlyList<string> classes, Weights weights, double dropout = 0.2)
    {
        if (classes.Count < 2)
        {
            throw new UserMistakeException($"A classifier needs at least two classes, and {classes.Count} {(classes.Count == 1 ? "is" : "are")} given.");
        }

        var model = new TransferModel(backbone, classes, dropout);
        if (weights.Path is { } path)
        {
            try
            {
                WeightsReader.Load(model.features, "features.", path);
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
        foreach (Parameter parameter in features.parameters())
        {
            parameter.requires_grad = false;
        }

        train(training);
    }

    /// <summary>Freezes the backbone below a layer and lets that layer and all above it learn.</summary>
    /// <param name="name">Name of a layer or block, as in the state dictionary: "features.12" or "features.12.conv.0.1".</param>
    /// <exception cref="UserMistakeException">No layer has this name.</exception>
    public void UnfreezeFrom(string name)
    {
        (string Name, Parameter Parameter)[] parameters = [.. features.named_parameters().Select(entry => ("features." + entry.name, entry.parameter))];
        int first = Array.FindIndex(parameters, entry => entry.Name == name || entry.Name.StartsWith(name + ".", StringComparison.Ordinal));
        if (first < 0)
        {
            throw new UserMistakeException(
                $"{Backbone} has no layer \"{name}\" with weights; its blocks are features.0 to features.{blocks.Length - 1}, and a layer in them is called, say, \"{Backbone.FineTuneFrom}\".");
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
        foreach (BatchNorm2d norm in features.modules().OfType<BatchNorm2d>().Where(norm => !norm.weight!.requires_grad))
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

    /// <summary>Pictures → pooled features of the last block, N×channels.</summary>
    /// <param name="pictures">As for <see cref="forward"/>.</param>
    public Tensor Features(Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        return Pool(RunBlocks(Normalise(pictures), 0, blocks.Length)).MoveToOuterDisposeScope();
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
        for (int i = 0; i < blocks.Length; i++)
        {
            x = blocks[i].call(x);
            string kind = blocks[i] is Sequential ? "Conv-BN-ReLU6" : blocks[i].GetName();
            (long parameters, long trainable) = Count(blocks[i]);
            layers.Add(new LayerSummary($"features.{i}", kind, x.shape, parameters, trainable));
        }

        x = Pool(x);
        layers.Add(new LayerSummary("pooling", "global average", x.shape, 0, 0));
        (long head, long headTrainable) = Count(classifier);
        layers.Add(new LayerSummary("classifier", "Dropout, Linear", classifier.call(x).shape, head, headTrainable));
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
            x = blocks[i].call(x);
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
        return (frozen == blocks.Length ? Pool(x) : x).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the rest, from what <see cref="RunFrozen"/> gave to the logits.</summary>
    internal Tensor RunLearning(Tensor boundary)
    {
        using DisposeScope scope = NewDisposeScope();
        int frozen = FrozenBlocks;
        Tensor logits = frozen == blocks.Length
            ? classifier.call(boundary)
            : Classify(RunBlocks(boundary, frozen, blocks.Length));
        return logits.MoveToOuterDisposeScope();
    }

    private Tensor RunBlocks(Tensor x, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            Tensor next = blocks[i].call(x);
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

    private Tensor Classify(Tensor x) => classifier.call(Pool(x));

    private static Tensor Pool(Tensor x) => functional.adaptive_avg_pool2d(x, 1).flatten(1);

    private static (long All, long Trainable) Count(nn.Module module)
    {
        Parameter[] parameters = [.. module.parameters()];
        return (parameters.Sum(parameter => parameter.NumberOfElements), parameters.Where(parameter => parameter.requires_grad).Sum(parameter => parameter.NumberOfElements));
    }
}
