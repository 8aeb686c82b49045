using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <content>From images to logits, whole or in part.</content>
public sealed partial class TransferModel
{
    // Kept for ever: a scalar of its own at every batch could be freed while libtorch reads it.
    private static readonly Scalar One = 1.ToScalar();

    /// <summary>Images → logits.</summary>
    /// <param name="images">N×3×H×W: uint8, or float32 already normalised.</param>
    /// <returns>N×1 for two classes, else N×classes.</returns>
    public override Tensor forward(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return RunFrom(0, Prepared(images)).MoveToOuterDisposeScope();
    }

    /// <summary>Pooled features of a batch: what the head takes in.</summary>
    /// <param name="images">As for <see cref="forward"/>.</param>
    /// <returns>N×channels.</returns>
    public Tensor Features(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return Pool(Run(Prepared(images), 0, _blocks.Length)).MoveToOuterDisposeScope();
    }

    /// <summary>Goes on from pooled features to the logits.</summary>
    /// <param name="features">N×channels, from <see cref="Features(Tensor)"/>.</param>
    /// <returns>As <see cref="forward"/>.</returns>
    public Tensor Classify(Tensor features) => RunFrom(_blocks.Length, features);

    /// <summary>
    /// Gives pixels the mean and deviation that the backbone was trained with: (p / 255 - mean) / deviation, as one multiplication and
    /// addition.
    /// </summary>
    /// <param name="images">N×3×H×W, uint8 or float, values 0 to 255, wherever it lies.</param>
    /// <returns>float32 on the model's device, with the strides that the images have.</returns>
    public Tensor Normalize(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        Device device = Device;
        Tensor factor = PerChannel((_, deviation) => 1 / (255 * deviation)), offset = PerChannel((mean, deviation) => -mean / deviation);
        Tensor moved = images.to(device);   // as bytes, a quarter of the way
        return offset.addcmul(moved.to(ScalarType.Float32), factor, One).MoveToOuterDisposeScope();

        Tensor PerChannel(Func<float, float, float> number) =>
            tensor(Backbone.Mean.Zip(Backbone.Deviation, number).ToArray(), [1, 3, 1, 1], device: device);
    }

    /// <summary>
    /// Runs the frozen blocks without gradients: pooled features when all are frozen, otherwise what the first trainable block takes in.
    /// </summary>
    internal Tensor RunFrozen(Tensor images)
    {
        using IDisposable noGradient = no_grad();
        return FrozenBlocks == _blocks.Length ? Features(images) : RunTo(FrozenBlocks, images);
    }

    /// <summary>What goes into a block, N×C×H×W; what comes out of the last one, if that is none.</summary>
    internal Tensor RunTo(int block, Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        return Run(Prepared(images), 0, block).MoveToOuterDisposeScope();
    }

    /// <summary>Goes on to the logits from what a block takes in, or from pooled features.</summary>
    internal Tensor RunFrom(int block, Tensor x)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor pooled = block == _blocks.Length && x.dim() == 2 ? x : Pool(Run(x, block, _blocks.Length));
        return _headLayers.Aggregate(pooled, (output, layer) => layer.call(output)).MoveToOuterDisposeScope();
    }

    /// <summary>Shape of each block's output for one image.</summary>
    internal IReadOnlyList<long[]> ShapesOfBlocks(int imageSize, Device device)
    {
        using FinalizerGate gate = FinalizerGate.Close();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad(), mode = InEvalMode();
        Tensor x = zeros(1, 3, imageSize, imageSize, device: device);
        var shapes = new List<long[]>();
        for (int i = 0; i < _blocks.Length; i++)
        {
            x = Run(x, i, i + 1);
            shapes.Add(x.shape);
        }

        return shapes;
    }

    private static Tensor Pool(Tensor maps) => functional.adaptive_avg_pool2d(maps, 1).flatten(1);

    private Tensor Prepared(Tensor images) => images.dtype == ScalarType.Byte ? Normalize(images) : images.to(Device);

    /// <summary>
    /// Runs some blocks; what one of them leaves behind is freed before the next, so that inference needs the memory of one.
    /// </summary>
    private Tensor Run(Tensor x, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor next = _blocks[i].Layers.Aggregate(x, (output, layer) => layer.call(output)).MoveToOuterDisposeScope();
            if (i > first)
            {
                x.Dispose();   // what autograd needs of it, autograd holds
            }

            x = next;
        }

        return x;
    }
}
