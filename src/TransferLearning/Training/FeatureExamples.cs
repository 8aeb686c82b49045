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

        for (int start = 0; start < order.Length; start += batchSize)
        {
            long[] rows = order[start..Math.Min(start + batchSize, order.Length)];
            using Tensor index = tensor(rows, device: cache.Features.device), taken = cache.Features.index_select(0, index);
            Tensor inputs = taken.dim() == 4 ? taken.permute(0, 3, 1, 2) : taken.alias();
            yield return (inputs, tensor(Array.ConvertAll(rows, row => (long)Pictures[(int)row].Label), device: cache.Features.device));
        }
    }

    public override Tensor Run(TransferModel model, Tensor inputs) => model.FrozenBlocks == cache.FrozenBlocks
        ? model.RunLearning(inputs)
        : throw new InvalidOperationException("The model's frozen blocks have changed since these features were computed.");

    public override void Dispose() => cache.Dispose();
}
