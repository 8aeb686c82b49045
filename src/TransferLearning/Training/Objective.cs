using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// What is minimised: cross-entropy. Two classes share one logit, whose sigmoid is the probability of the second. The loss takes the logit itself;
/// a sigmoid in the model as well would be one too many, and no loss would ever fall under 0.31 then.
/// </summary>
internal static class Objective
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

    /// <summary>How many of the batch are told right, as a tensor of one number.</summary>
    public static Tensor CountRight(Tensor logits, Tensor labels)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor predicted = logits.shape[1] > 1 ? logits.argmax(1) : logits.squeeze(1).gt(0).to(ScalarType.Int64);
        return predicted.eq(labels).sum().to(ScalarType.Float32).MoveToOuterDisposeScope();
    }

    /// <summary>Probabilities, one row a picture.</summary>
    public static float[][] Probabilities(Tensor logits)
    {
        using DisposeScope scope = NewDisposeScope();
        int classes = (int)logits.shape[1];
        if (classes == 1)
        {
            float[] second = logits.squeeze(1).sigmoid().cpu().data<float>().ToArray();
            return Array.ConvertAll(second, p => new[] { 1 - p, p });
        }

        float[] all = functional.softmax(logits, 1).cpu().data<float>().ToArray();
        return [.. all.Chunk(classes)];
    }
}
