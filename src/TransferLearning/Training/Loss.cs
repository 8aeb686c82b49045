using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// What is minimised: cross-entropy. Two classes share one logit, whose sigmoid is the probability of the second class. The loss takes the
/// logit itself; a sigmoid in the model as well would be one too many, and the loss could never fall below 0.31 (0.50 on average over both
/// classes).
/// </summary>
internal static class CrossEntropy
{
    /// <summary>Mean loss of a batch; logits N×1 or N×classes, labels int64 N.</summary>
    public static Tensor Loss(Tensor logits, Tensor labels)
    {
        if (logits.shape[1] > 1)
        {
            return functional.cross_entropy(logits, labels);
        }

        using Tensor single = logits.squeeze(1), target = labels.to(ScalarType.Float32);
        return functional.binary_cross_entropy_with_logits(single, target);
    }

    /// <summary>How many images of the batch are predicted correctly, as a tensor of one float32.</summary>
    public static Tensor CountCorrect(Tensor logits, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor predicted = logits.shape[1] > 1 ? logits.argmax(1) : (logits.squeeze(1) > 0).to(ScalarType.Int64);
        return predicted.eq(labels).sum().to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Reads logits, wherever they lie, and says what they mean: one prediction per row.</summary>
    public static IReadOnlyList<Prediction> Predictions(Tensor logits, IReadOnlyList<ImageFile> files, IReadOnlyList<string> classes)
    {
        using DisposeScope scope = NewDisposeScope();
        float[][] rows = Rows(logits), probabilities = logits.shape[1] > 1
            ? Rows(functional.softmax(logits, 1))
            : [.. Rows(cat([-logits, logits], 1).sigmoid())];   // 1 - p would lose the small ones
        return [.. files.Select((file, row) => new Prediction(file, classes, probabilities[row], rows[row]))];
    }

    private static float[][] Rows(Tensor tensor) => [.. tensor.cpu().contiguous().data<float>().ToArray().Chunk((int)tensor.shape[1])];
}

/// <summary>
/// The training loss: <see cref="CrossEntropy"/>, if wished with classes weighted against their number of images, as in PyTorch's
/// cross_entropy, for one logit too (which is two classes, the first with logit 0).
/// </summary>
internal sealed class TrainingLoss : IDisposable
{
    private readonly float[]? _weights;
    private Tensor? _weightsOnDevice;

    public TrainingLoss(TrainingOptions options, IReadOnlyList<ImageFile> images, int classes)
    {
        // So that the images' mean weight is 1.
        float Weight(int count) => count == 0 ? 0 : (float)images.Count / (classes * count);
        _weights = options.BalanceClasses
            ? [.. Enumerable.Range(0, classes).Select(label => Weight(images.Count(image => image.Label == label)))] : null;
    }

    /// <summary>Mean loss of a batch; logits N×1 or N×classes, labels int64 N on the same device.</summary>
    public Tensor Of(Tensor logits, Tensor labels)
    {
        if (_weights is null)
        {
            return CrossEntropy.Loss(logits, labels);
        }

        if (logits.shape[1] > 1)
        {
            _weightsOnDevice ??= tensor(_weights, device: logits.device).DetachFromDisposeScope();
            return functional.cross_entropy(logits, labels, weight: _weightsOnDevice);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor isSecond = labels.to(ScalarType.Float32), weights = isSecond * _weights[1] + (1 - isSecond) * _weights[0];
        Tensor sum = functional.binary_cross_entropy_with_logits(logits.squeeze(1), isSecond, weight: weights, reduction: Reduction.Sum);
        return (sum / weights.sum()).MoveToOuterDisposeScope();
    }

    public void Dispose() => _weightsOnDevice?.Dispose();
}
