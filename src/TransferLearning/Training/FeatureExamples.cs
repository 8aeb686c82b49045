using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Examples that start from kept features: only the blocks that learn run on them.</summary>
internal sealed class FeatureExamples(FeatureCache cache) : Examples
{
    public override IReadOnlyList<Picture> Pictures => cache.Pictures;

    public override IEnumerable<(Tensor Inputs, Tensor Labels)> Batches(int batchSize, int? shuffleSeed)
    {
        long[] order = [.. Enumerable.Range(0, Pictures.Count).Select(i => (long)i)];
        if (shuffleSeed is int seed)
        {
            new Random(seed).Shuffle(order);
        }

        // Order and labels go to the device once: a small copy at every step would make the processor wait for the device.
        using Tensor rows = tensor(order, device: cache.Features.device);
        using Tensor labels = tensor(Array.ConvertAll(order, row => (long)Pictures[(int)row].Label), device: cache.Features.device);
        for (long start = 0; start < order.Length; start += batchSize)
        {
            long count = Math.Min(batchSize, order.Length - start);
            using Tensor index = rows.narrow(0, start, count), taken = cache.Features.index_select(0, index);
            yield return (taken.dim() == 4 ? taken.permute(0, 3, 1, 2) : taken.alias(), labels.narrow(0, start, count));
        }
    }

    public override Tensor Run(TransferModel model, Tensor inputs) => model.FrozenBlocks == cache.FrozenBlocks
        ? model.RunLearning(inputs)
        : throw new InvalidOperationException("The model's frozen blocks have changed since these features were computed.");

    public override void Dispose() => cache.Dispose();
}
