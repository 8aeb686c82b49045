using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Some examples with their labels, as tensors.</summary>
/// <param name="Inputs">uint8 images N×3×H×W, or kept features N×C or N×C×H×W.</param>
/// <param name="Labels">int64, N.</param>
public readonly record struct Batch(Tensor Inputs, Tensor Labels);

/// <summary>
/// All examples of a part in one tensor, and their labels: decoded images (uint8, N×3×H×W) or features that were computed from them once (float32, N×C or N×C×H×W). To a training both are the same.
/// </summary>
public sealed class Examples : IDisposable
{
    public Examples(Tensor inputs, Tensor labels, IReadOnlyList<ImageFile> files) => throw new NotImplementedException();

    /// <summary>The images (those that could be decoded), in the order of the rows.</summary>
    public IReadOnlyList<ImageFile> Files => throw new NotImplementedException();

    public long Count => throw new NotImplementedException();

    /// <summary>All inputs; a copy of the rows where they are a part of a larger file.</summary>
    public Tensor Inputs => throw new NotImplementedException();

    /// <summary>int64, N.</summary>
    public Tensor Labels => throw new NotImplementedException();

    /// <summary>Shape of one input.</summary>
    public IReadOnlyList<long> Shape => throw new NotImplementedException();

    /// <summary>Copies everything to a device, once.</summary>
    public Examples To(Device device) => throw new NotImplementedException();

    /// <summary>
    /// Batch after batch; each batch's tensors are disposed when the next one is asked for. While a batch is in the caller's hands the finaliser gate is closed (FinaliserGate).
    /// </summary>
    /// <param name="shuffleSeed">Seed of the order; null keeps the order.</param>
    public IEnumerable<Batch> Batches(int batchSize = 32, int? shuffleSeed = null) => throw new NotImplementedException();

    public void Dispose() => throw new NotImplementedException();
}
