using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>What a model is trained or judged on, whether it starts from pixels or from kept features.</summary>
internal abstract class Examples : IDisposable
{
    /// <summary>The pictures, in the order in which unshuffled batches bring them.</summary>
    public abstract IReadOnlyList<Picture> Pictures { get; }

    /// <summary>Inputs and labels, a batch at a time; whoever enumerates disposes both.</summary>
    public abstract IEnumerable<(Tensor Inputs, Tensor Labels)> Batches(int batchSize, int? shuffleSeed);

    /// <summary>Logits of a batch of inputs.</summary>
    public abstract Tensor Run(TransferModel model, Tensor inputs);

    /// <inheritdoc/>
    public abstract void Dispose();
}
