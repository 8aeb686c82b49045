using TorchSharp.Modules;

namespace TransferLearning;

/// <content>What is trainable and what is frozen.</content>
public sealed partial class TransferModel
{
    private readonly BatchNorm2d[] _norms = [];

    /// <summary>
    /// Whether BatchNorm layers that are unfrozen also update their running statistics in training. Off for pre-trained weights: their
    /// statistics were measured on a million images, and a small data set's would spoil the features while nothing is learned yet. On for
    /// random weights.
    /// </summary>
    public bool TrainsStatistics
    {
        get;
        set
        {
            field = value;
            train(training);
        }
    }

    /// <summary>
    /// Number of leading blocks with no trainable parameter (Blocks.Count when all are frozen). Known since freezing, or since <see
    /// cref="train"/> was called last; not counted anew for every batch.
    /// </summary>
    internal int FrozenBlocks { get; private set; }

    /// <summary>Freezes the backbone: only the head is trainable (Keras: base_model.trainable = False).</summary>
    public void Freeze() => UnfreezeFrom(Backbone.HeadName);

    /// <summary>Everything trainable.</summary>
    public void Unfreeze() => UnfreezeFrom(Blocks[0]);

    /// <summary>Trainable from this layer upwards, head included; frozen below.</summary>
    /// <param name="layer">Name of a layer or block, as in the state dictionary: "features.12" or "features.12.conv.0.1", "layer4" or
    /// "layer4.1".</param>
    /// <exception cref="UserMistakeException">No layer has this name; the blocks are named.</exception>
    public void UnfreezeFrom(string layer)
    {
        // In the order in which images go through them, the head last.
        (string Name, Parameter Parameter)[] all = [.. named_parameters()];
        int first = Array.FindIndex(all, entry => entry.Name == layer || entry.Name.StartsWith(layer + ".", StringComparison.Ordinal));
        UserMistakeException.ThrowIf(first < 0,
            $"{Backbone} has no layer \"{layer}\" with parameters. Its blocks are {string.Join(", ", Blocks)}; "
                + $"fine-tuning usually starts at {Backbone.FineTuneFrom}.");

        foreach ((int index, (_, Parameter parameter)) in all.Index())
        {
            parameter.requires_grad = index >= first;
        }

        train(training);
    }

    /// <summary>
    /// Switches to training. BatchNorm layers that are frozen stay in inference mode all the same, and so do all of a pre-trained network
    /// unless <see cref="TrainsStatistics"/>; their weight and bias may learn.
    /// </summary>
    /// <param name="train">False switches to inference.</param>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (BatchNorm2d norm in _norms)
        {
            if (!TrainsStatistics || !norm.weight!.requires_grad)
            {
                norm.eval();
            }
        }

        // Also for a reader who sets requires_grad by hand.
        FrozenBlocks = ParametersOfBlocks.TakeWhile(parameters => !parameters.Any(parameter => parameter.requires_grad)).Count();
    }

    /// <summary>Eval mode until what it gives is disposed; the mode is then as it was.</summary>
    internal IDisposable InEvalMode()
    {
        var mode = new Mode(this, training);
        eval();
        return mode;
    }

    private sealed class Mode(TransferModel model, bool isTraining) : IDisposable
    {
        public void Dispose() => model.train(isTraining);
    }
}
