namespace TransferLearning;

/// <summary>Some examples with their labels, as tensors.</summary>
/// <param name="Inputs">uint8 images N×3×H×W, or kept features N×C or N×C×H×W.</param>
/// <param name="Labels">int64, N.</param>
public readonly record struct Batch(Tensor Inputs, Tensor Labels);

/// <summary>
/// All examples of a part in one tensor, and their labels: decoded images (uint8, N×3×H×W) or features that were computed from them once
/// (float32, N×C or N×C×H×W). To a training both are the same.
/// </summary>
public sealed class Examples : IDisposable
{
    // Images and feature maps lie as N×H×W×C, which convolutions are fastest on; batches are turned to N×C×H×W by strides alone.
    private readonly Tensor _source;
    private readonly Tensor _labels;
    private readonly long[]? _rows;   // of the source; null for all of them

    /// <summary>Takes over no tensor: the given ones may be disposed.</summary>
    /// <param name="inputs">N×…; the first size is the number of examples.</param>
    /// <param name="labels">int64, N.</param>
    /// <param name="files">What the rows come from, in their order.</param>
    public Examples(Tensor inputs, Tensor labels, IReadOnlyList<ImageFile> files)
    {
        if (inputs.shape[0] != files.Count || labels.shape[0] != files.Count)
        {
            throw new ArgumentException(
                $"{inputs.shape[0]} inputs, {labels.shape[0]} labels and {files.Count} files do not belong together.");
        }

        using Tensor turned = inputs.dim() == 4 ? inputs.permute(0, 2, 3, 1) : inputs.alias();
        _source = turned.contiguous().DetachFromDisposeScope();
        _labels = labels.alias().DetachFromDisposeScope();
        Files = files;
        LeftOut = [];
    }

    /// <summary>Rows of a larger tensor N×H×W×3.</summary>
    internal Examples(Tensor source, long[]? rows, Tensor labels, IReadOnlyList<ImageFile> files, IReadOnlyList<LeftOutFile> leftOut)
    {
        _source = source.alias().DetachFromDisposeScope();
        _labels = labels.alias().DetachFromDisposeScope();
        _rows = rows;
        Files = files;
        LeftOut = leftOut;
    }

    /// <summary>The images (those that could be decoded), in the order of the rows.</summary>
    public IReadOnlyList<ImageFile> Files { get; }

    /// <summary>Images whose pixels could not be decoded, and why; their headers had looked right.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; }

    /// <summary>Number of examples.</summary>
    public long Count => Files.Count;

    /// <summary>All inputs, as a new tensor that the caller disposes; a copy of the rows where they are a part of a larger file.</summary>
    public Tensor Inputs => Turned(Own());

    /// <summary>int64, N.</summary>
    public Tensor Labels => _labels;

    /// <summary>Shape of one input.</summary>
    public IReadOnlyList<long> Shape => IsChannelsLast ? [_source.shape[3], _source.shape[1], _source.shape[2]] : _source.shape[1..];

    private bool IsChannelsLast => _source.dim() == 4;

    /// <summary>Copies everything to a device, once.</summary>
    internal Examples To(Device device)
    {
        if (_source.device_type == device.type && (device.index < 0 || _source.device.index == device.index))
        {
            return new Examples(_source, _rows, _labels, Files, LeftOut);
        }

        using Tensor own = Own(), there = own.to(device), labelsThere = _labels.to(device);
        return new Examples(there, null, labelsThere, Files, LeftOut);
    }

    /// <summary>
    /// Batch after batch; each batch's tensors are disposed when the next one is asked for. While a batch is in the caller's hands the
    /// finaliser gate is closed (FinalizerGate): nothing in the loop may wait for finalisers.
    /// </summary>
    /// <param name="batchSize">Examples per batch; the last one may hold fewer.</param>
    /// <param name="shuffleSeed">Seed of the order; null keeps the order.</param>
    public IEnumerable<Batch> Batches(int batchSize = 32, int? shuffleSeed = null)
    {
        int[] order = [.. Enumerable.Range(0, Files.Count)];
        if (shuffleSeed is int seed)
        {
            new Random(seed).Shuffle(order);
        }

        foreach (int[] batch in order.Chunk(batchSize))
        {
            using FinalizerGate gate = FinalizerGate.Close();
            using Tensor inputs = Turned(Select([.. batch.Select(example => _rows?[example] ?? example)]));
            using Tensor index = tensor(batch.Select(example => (long)example).ToArray(), device: _labels.device);
            using Tensor ofBatch = _labels.index_select(0, index);
            yield return new Batch(inputs, ofBatch);
        }
    }

    /// <summary>Frees the tensors.</summary>
    public void Dispose()
    {
        _source.Dispose();
        _labels.Dispose();
    }

    /// <summary>As in "320 examples of 3×160×160".</summary>
    public override string ToString() => $"{Count:N0} examples of {string.Join('×', Shape)}";

    private Tensor Own() => _rows is null ? _source.alias() : Select(_rows);

    private Tensor Select(long[] which)
    {
        using Tensor index = tensor(which, device: _source.device);
        return _source.index_select(0, index);
    }

    private Tensor Turned(Tensor picked)
    {
        if (!IsChannelsLast)
        {
            return picked;
        }

        using (picked)
        {
            return picked.permute(0, 3, 1, 2);
        }
    }
}
