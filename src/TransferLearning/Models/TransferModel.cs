using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>A torchvision network cut into its blocks, with a new head. Knows its classes, image size and device. State-dict names are torchvision's.</summary>
public sealed partial class TransferModel : Module<Tensor, Tensor>
{
    private TransferModel() : base(nameof(TransferModel)) => throw new NotImplementedException();

    public Backbone Backbone => throw new NotImplementedException();
    public IReadOnlyList<string> Classes => throw new NotImplementedException();
    public int ImageSize => throw new NotImplementedException();
    public Head Head => throw new NotImplementedException();
    public Device Device => throw new NotImplementedException();
    /// <summary>Names of the blocks in order, as in the state dictionary ("features.12").</summary>
    public IReadOnlyList<string> Blocks => throw new NotImplementedException();
    public ParameterCounts ParameterCounts => throw new NotImplementedException();

    /// <summary>Whether BatchNorm layers that are unfrozen also update their running statistics in training. Off for pre-trained weights, on without (from scratch).</summary>
    public bool TrainsStatistics { get; set; }

    /// <param name="weights">Path of a weights file (.pth or .safetensors, torchvision's names), or null for random weights.</param>
    /// <param name="imageSize">The backbone's own by default.</param>
    /// <param name="seed">Seed of the random initial weights.</param>
    public static TransferModel Create(Backbone backbone, IReadOnlyList<string> classes, string? weights = null, int? imageSize = null, Head? head = null, int seed = 42, string device = "auto") => throw new NotImplementedException();

    /// <summary>Freezes the backbone: only the head is trainable (Keras: base_model.trainable = False).</summary>
    public void Freeze() => throw new NotImplementedException();

    /// <summary>Trainable from this layer upwards, head included; frozen below. "features.12" or "features.12.conv.0.1".</summary>
    public void UnfreezeFrom(string layer) => throw new NotImplementedException();

    /// <summary>Everything trainable.</summary>
    public void Unfreeze() => throw new NotImplementedException();

    /// <summary>Images (uint8 N×3×H×W, or float32 already normalised) → logits: N×1 for two classes, else N×classes.</summary>
    public override Tensor forward(Tensor images) => throw new NotImplementedException();

    /// <summary>uint8 (or float 0–255 after augmentation) → float32 with mean and deviation taken off.</summary>
    public Tensor Normalise(Tensor images) => throw new NotImplementedException();

    /// <summary>Pooled features of a batch, N×channels: what the head takes in.</summary>
    public Tensor Features(Tensor images) => throw new NotImplementedException();

    /// <summary>Output of one block, N×C×H×W.</summary>
    public Tensor FeatureMaps(Tensor images, string? block = null) => throw new NotImplementedException();

    public ModelSummary Summary() => throw new NotImplementedException();

    public void Save(string path, IReadOnlyDictionary<string, string>? notes = null) => throw new NotImplementedException();

    public static TransferModel Load(string path, string device = "auto") => throw new NotImplementedException();

    /// <summary>A deep copy (weights, statistics, what is frozen).</summary>
    public TransferModel Clone() => throw new NotImplementedException();

    // For training:
    /// <summary>Number of leading blocks with no trainable parameter (Blocks.Count when all are frozen). Known since freezing, not counted anew.</summary>
    internal int FrozenBlocks => throw new NotImplementedException();
    /// <summary>Runs the frozen blocks without gradients: pooled features when all are frozen, otherwise what the first trainable block takes in.</summary>
    internal Tensor RunFrozen(Tensor images) => throw new NotImplementedException();
    /// <summary>Goes on from what RunFrozen gave to the logits.</summary>
    internal Tensor RunTrainable(Tensor boundary) => throw new NotImplementedException();
    /// <summary>Goes on from FeatureMaps(…, block) to the logits (Grad-CAM).</summary>
    internal Tensor RunFrom(Tensor maps, string block) => throw new NotImplementedException();
    internal IReadOnlyList<IReadOnlyList<Parameter>> ParametersOfBlocks => throw new NotImplementedException();
    internal IReadOnlyList<Parameter> ParametersOfHead => throw new NotImplementedException();
}

/// <summary>How many parameters, and how many of them are trainable.</summary>
public sealed record ParameterCounts(long Backbone, long BackboneTrainable, long Statistics, long Head, long HeadTrainable)
{
    public long Total => Backbone + Head;
    public long Trainable => BackboneTrainable + HeadTrainable;
}

public sealed record LayerSummary(string Name, string Kind, IReadOnlyList<long> OutputShape, long Parameters, long Trainable);

public sealed record ModelSummary(string Title, IReadOnlyList<LayerSummary> Layers, ParameterCounts Counts);
