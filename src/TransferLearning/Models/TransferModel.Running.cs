using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <content>From images to logits, whole or in part.</content>
public sealed partial class TransferModel
{
    // Kept for ever: a scalar of its own at every batch could be freed while libtorch reads it.
    private static readonly Scalar One = 1.ToScalar();

    private (Tensor Factor, Tensor Offset)? normalisation;

    /// <summary>Images → logits.</summary>
    /// <param name="images">N×3×H×W: uint8, or float32 already normalised.</param>
    /// <returns>N×1 for two classes, else N×classes.</returns>
    public override Tensor forward(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return RunHead(Pool(Run(Prepared(images), 0, blocks.Length))).MoveToOuterDisposeScope();
    }

    /// <summary>Pooled features of a batch: what the head takes in.</summary>
    /// <param name="images">As for <see cref="forward"/>.</param>
    /// <returns>N×channels.</returns>
    public Tensor Features(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return Pool(Run(Prepared(images), 0, blocks.Length)).MoveToOuterDisposeScope();
    }

    /// <summary>Goes on from pooled features to the logits.</summary>
    /// <param name="features">N×channels, from <see cref="Features(Tensor)"/>.</param>
    /// <returns>As <see cref="forward"/>.</returns>
    public Tensor Classify(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        return RunHead(features).MoveToOuterDisposeScope();
    }

    /// <summary>Output of one block.</summary>
    /// <param name="images">As for <see cref="forward"/>.</param>
    /// <param name="block">Its name in <see cref="Blocks"/>; the last one by default.</param>
    /// <returns>N×C×H×W.</returns>
    public Tensor FeatureMaps(Tensor images, string? block = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return Run(Prepared(images), 0, block is null ? blocks.Length : IndexOf(block) + 1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Gives pixels the mean and deviation that the backbone was trained with: (p / 255 - mean) / deviation, as one multiplication and
    /// addition.
    /// </summary>
    /// <param name="images">N×3×H×W, uint8 or float, values 0 to 255, wherever it lies.</param>
    /// <returns>float32 on the model's device, with the strides that the images have.</returns>
    public Tensor Normalise(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor factor, Tensor offset) = NormalisationOn(Device);
        Tensor moved = images.to(factor.device);   // as bytes, a quarter of the way
        return offset.addcmul(moved.to(ScalarType.Float32), factor, One).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Runs the frozen blocks without gradients: pooled features when all are frozen, otherwise what the first trainable block takes in.
    /// </summary>
    internal Tensor RunFrozen(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor x = Run(Prepared(images), 0, FrozenBlocks);
        return (FrozenBlocks == blocks.Length ? Pool(x) : x).MoveToOuterDisposeScope();
    }

    /// <summary>Goes on from what <see cref="RunFrozen"/> gave to the logits.</summary>
    internal Tensor RunTrainable(Tensor boundary)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pooled = FrozenBlocks == blocks.Length ? boundary : Pool(Run(boundary, FrozenBlocks, blocks.Length));
        return RunHead(pooled).MoveToOuterDisposeScope();
    }

    /// <summary>Goes on from <see cref="FeatureMaps"/> of a block to the logits (Grad-CAM).</summary>
    internal Tensor RunFrom(Tensor maps, string block)
    {
        using DisposeScope scope = NewDisposeScope();
        return RunHead(Pool(Run(maps, IndexOf(block) + 1, blocks.Length))).MoveToOuterDisposeScope();
    }

    /// <summary>Shape of each block's output for one image of the model's size.</summary>
    internal IReadOnlyList<long[]> ShapesOfBlocks()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        bool wasTraining = training;
        eval();
        try
        {
            Tensor x = zeros(1, 3, ImageSize, ImageSize, device: Device);
            var shapes = new List<long[]>();
            for (int i = 0; i < blocks.Length; i++)
            {
                x = Run(x, i, i + 1);
                shapes.Add(x.shape);
            }

            return shapes;
        }
        finally
        {
            train(wasTraining);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            normalisation?.Factor.Dispose();
            normalisation?.Offset.Dispose();
            normalisation = null;
        }

        base.Dispose(disposing);
    }

    private static Tensor Pool(Tensor maps) => functional.adaptive_avg_pool2d(maps, 1).flatten(1);

    private Tensor Prepared(Tensor images)
    {
        Tensor prepared = images.dtype == ScalarType.Byte ? Normalise(images) : images.to(Device);
        return Speed.ChannelsLastIsRight ? prepared : prepared.contiguous();
    }

    private Tensor RunHead(Tensor pooled) => headLayers.Aggregate(pooled, (x, layer) => layer.call(x));

    /// <summary>
    /// Runs some blocks; what one of them leaves behind is freed before the next, so that inference needs the memory of one.
    /// </summary>
    private Tensor Run(Tensor x, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            Tensor next;
            using (DisposeScope scope = NewDisposeScope())
            {
                next = blocks[i].Layers.Aggregate(x, (output, layer) => layer.Module.call(output)).MoveToOuterDisposeScope();
            }

            if (i > first)
            {
                x.Dispose();   // what autograd needs of it, autograd holds
            }

            x = next;
        }

        return x;
    }

    private int IndexOf(string block) => Array.FindIndex(blocks, candidate => candidate.Name == block) is >= 0 and int index
        ? index
        : throw new UserMistakeException($"{Backbone} has no block \"{block}\"; its blocks are {string.Join(", ", Blocks)}.");

    private (Tensor Factor, Tensor Offset) NormalisationOn(Device device)
    {
        if (normalisation is { } made && made.Factor.device.ToString() == device.ToString())
        {
            return made;
        }

        normalisation?.Factor.Dispose();
        normalisation?.Offset.Dispose();
        float[] factors = [.. Backbone.Deviation.Select(deviation => 1 / (255 * deviation))];
        float[] offsets = [.. Backbone.Mean.Zip(Backbone.Deviation, (mean, deviation) => -mean / deviation)];
        Tensor factor = tensor(factors, [1, 3, 1, 1], device: device).DetachFromDisposeScope();
        Tensor offset = tensor(offsets, [1, 3, 1, 1], device: device).DetachFromDisposeScope();
        normalisation = (factor, offset);
        return (factor, offset);
    }
}
