using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <content>From pictures to logits, whole or in part.</content>
public sealed partial class TransferModel
{
    /// <summary>Pictures → logits.</summary>
    /// <param name="input">N×3×H×W: uint8 RGB as in <see cref="PictureBatch"/>, or float32 already normalised.</param>
    /// <returns>N×1 for two classes, otherwise N×classes.</returns>
    public override Tensor forward(Tensor input)
    {
        using DisposeScope scope = NewDisposeScope();
        return Classify(RunBlocks(Normalise(input), 0, blocks.Length)).MoveToOuterDisposeScope();
    }

    /// <summary>Pictures → pooled features of the last block, N×channels: what the classifier takes in.</summary>
    /// <param name="pictures">As for <see cref="forward"/>.</param>
    public Tensor Features(Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        return head.Pool(RunBlocks(Normalise(pictures), 0, blocks.Length)).flatten(1).MoveToOuterDisposeScope();
    }

    /// <summary>Pictures → the maps that one block gives, N×channels×rows×columns.</summary>
    /// <param name="pictures">As for <see cref="forward"/>.</param>
    /// <param name="block">Index of the block; the last one by default.</param>
    public Tensor FeatureMaps(Tensor pictures, int? block = null)
    {
        using DisposeScope scope = NewDisposeScope();
        return RunBlocks(Normalise(pictures), 0, (block ?? blocks.Length - 1) + 1).MoveToOuterDisposeScope();
    }

    /// <summary>uint8 RGB, wherever it lies → float32 on the model's device with the mean taken off and divided by the deviation that the backbone was trained with.</summary>
    /// <param name="pictures">N×3×H×W; float32 is returned as it is.</param>
    public Tensor Normalise(Tensor pictures) => normalisation.Apply(pictures, Device);

    /// <summary>Goes on to the logits from what <see cref="FeatureMaps"/> gave.</summary>
    internal Tensor ClassifyFrom(Tensor maps, int block)
    {
        using DisposeScope scope = NewDisposeScope();
        return Classify(RunBlocks(maps, block + 1, blocks.Length)).MoveToOuterDisposeScope();
    }

    /// <summary>Index of the last block whose maps have at least so many rows; the first where none has.</summary>
    internal int LastBlockWithCells(Tensor picture, int cells)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor x = Normalise(picture);
        int last = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            x = blocks[i].Layers.Run(x);
            last = x.shape[2] >= cells ? i : last;
        }

        return last;
    }

    /// <summary>Runs the blocks that never change: the pooled features when all are frozen, otherwise what the first learning block takes in.</summary>
    internal Tensor RunFrozen(Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        int frozen = FrozenBlocks;
        Tensor x = RunBlocks(Normalise(pictures), 0, frozen);
        return (frozen == blocks.Length ? head.Pool(x) : x).MoveToOuterDisposeScope();
    }

    /// <summary>Runs the rest, from what <see cref="RunFrozen"/> gave to the logits.</summary>
    internal Tensor RunLearning(Tensor boundary)
    {
        using DisposeScope scope = NewDisposeScope();
        int frozen = FrozenBlocks;
        Tensor logits = frozen == blocks.Length
            ? head.Classifier.Run(boundary)
            : Classify(RunBlocks(boundary, frozen, blocks.Length));
        return logits.MoveToOuterDisposeScope();
    }

    private Tensor RunBlocks(Tensor x, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            Tensor next = blocks[i].Layers.Run(x);
            if (i > first)
            {
                x.Dispose();   // what autograd needs of it, autograd holds
            }

            x = next;
        }

        return x;
    }

    private Tensor Classify(Tensor x) => head.Classifier.Run(head.Pool(x));

    private IReadOnlyList<long> MapsShape(int imageSize)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        eval();
        IReadOnlyList<long> shape = RunBlocks(zeros(1, 3, imageSize, imageSize), 0, blocks.Length).shape;
        train();
        return shape;
    }
}
