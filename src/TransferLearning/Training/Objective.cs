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
        using Tensor onDevice = ProbabilitiesOnDevice(logits);
        return Rows(onDevice);
    }

    /// <summary>Probabilities where the logits are: N of the second of two classes, otherwise N×classes.</summary>
    public static Tensor ProbabilitiesOnDevice(Tensor logits)
    {
        if (logits.shape[1] > 1)
        {
            return functional.softmax(logits, 1);
        }

        using Tensor single = logits.squeeze(1);
        return single.sigmoid();
    }

    /// <summary>Reads what <see cref="ProbabilitiesOnDevice"/> gave, one row a picture.</summary>
    public static float[][] Rows(Tensor probabilities)
    {
        using Tensor onHost = probabilities.cpu();
        float[] all = onHost.data<float>().ToArray();
        return probabilities.dim() == 1 ? Array.ConvertAll(all, second => new[] { 1 - second, second }) : [.. all.Chunk((int)probabilities.shape[1])];
    }
}
