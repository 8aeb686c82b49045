using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// What is minimised: cross-entropy. Two classes share one logit, whose sigmoid is the probability of the second class. The loss takes the
/// logit itself; a sigmoid in the model as well would be one too many, and the loss could never fall below 0.31 (0.50 on average over both
/// classes).
/// </summary>
internal static class CrossEntropy
{
    /// <summary>Mean loss of a batch.</summary>
    /// <param name="logits">N×1 or N×classes.</param>
    /// <param name="labels">int64, N, on the same device.</param>
    /// <param name="weights">Of each class, as PyTorch's cross_entropy has them; null where each image counts alike.</param>
    public static Tensor Loss(Tensor logits, Tensor labels, Tensor? weights = null)
    {
        if (logits.shape[1] > 1)
        {
            return functional.cross_entropy(logits, labels, weight: weights);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor single = logits.squeeze(1), target = labels.to(ScalarType.Float32);
        if (weights is null)
        {
            return functional.binary_cross_entropy_with_logits(single, target).MoveToOuterDisposeScope();
        }

        Tensor ofImages = weights.index_select(0, labels);
        Tensor sum = functional.binary_cross_entropy_with_logits(single, target, weight: ofImages, reduction: Reduction.Sum);
        return (sum / ofImages.sum()).MoveToOuterDisposeScope();
    }

    /// <summary>Weights by which each class counts alike however many images it has; the images' mean weight is 1.</summary>
    public static float[] Balance(IReadOnlyList<ImageFile> images, int classes)
    {
        int[] counts = [.. Enumerable.Range(0, classes).Select(label => images.Count(image => image.Label == label))];
        return [.. counts.Select(count => count == 0 ? 0 : (float)images.Count / (classes * count))];
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
