using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Examples that start from pixels: the whole network runs on them.</summary>
internal sealed class PixelExamples(PictureSet set, int imageSize, Augmentation augmentation) : Examples
{
    public override IReadOnlyList<Picture> Pictures { get; } = [.. set.Where(set.Pool.Pixels(imageSize).Contains)];

    public override IEnumerable<(Tensor Inputs, Tensor Labels)> Batches(int batchSize, int? shuffleSeed)
    {
        foreach (PictureBatch batch in set.Batches(imageSize, batchSize, shuffleSeed, shuffleSeed is null ? null : augmentation))
        {
            yield return (batch.Pictures, batch.Labels);
        }
    }

    public override Tensor Run(TransferModel model, Tensor inputs) => RunWhole(model, inputs);

    /// <summary>Logits of pictures, the frozen blocks without anything that a gradient would need.</summary>
    public static Tensor RunWhole(TransferModel model, Tensor inputs)
    {
        if (model.FrozenBlocks == 0)
        {
            return model.call(inputs);
        }

        using Tensor boundary = model.RunFrozen(inputs);
        return model.RunLearning(boundary);
    }

    public override void Dispose()
    {
        // The pixel cache is the pool's, which other sets share.
    }
}
