using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// The loss that training minimises: <see cref="Objective"/>'s cross-entropy, if wished with smoothed labels and with classes weighted against their
/// number of pictures. Both mean what they mean in PyTorch's cross_entropy, for one logit too (which is two classes, the first with logit 0).
/// </summary>
internal sealed class TrainingLoss : IDisposable
{
    private readonly double smoothing;
    private readonly float[] weights;
    private readonly bool isPlain;
    private Tensor? weightsOnDevice;

    public TrainingLoss(TrainingOptions options, IReadOnlyList<Picture> pictures, int classes)
    {
        smoothing = options.LabelSmoothing;
        isPlain = smoothing.Equals(0.0) && !options.BalanceClasses;
        weights = [.. Enumerable.Range(0, classes).Select(label => options.BalanceClasses ? Weight(pictures.Count(picture => picture.Label == label)) : 1)];

        // So that the pictures' mean weight is 1.
        float Weight(int count) => count == 0 ? 0 : (float)pictures.Count / (classes * count);
    }

    /// <summary>Mean loss of a batch; logits N×1 or N×classes, labels int64 N on the same device.</summary>
    public Tensor Of(Tensor logits, Tensor labels)
    {
        if (isPlain)
        {
            return Objective.Loss(logits, labels);
        }

        if (logits.shape[1] > 1)
        {
            weightsOnDevice ??= tensor(weights, device: logits.device).DetachFromDisposeScope();
            return functional.cross_entropy(logits, labels, weight: weightsOnDevice, label_smoothing: smoothing);
        }

        // What log p of the second and of the first class count, as a target between 0 and 1 and a weight.
        using DisposeScope scope = NewDisposeScope();
        Tensor isSecond = labels.to(ScalarType.Float32), isFirst = 1 - isSecond;
        Tensor second = (isSecond * (1 - smoothing) + smoothing / 2) * weights[1], first = (isFirst * (1 - smoothing) + smoothing / 2) * weights[0];
        Tensor both = first + second;
        Tensor sum = functional.binary_cross_entropy_with_logits(logits.squeeze(1), second / both, weight: both, reduction: Reduction.Sum);
        return (sum / (isSecond * weights[1] + isFirst * weights[0]).sum()).MoveToOuterDisposeScope();
    }

    public void Dispose() => weightsOnDevice?.Dispose();
}
