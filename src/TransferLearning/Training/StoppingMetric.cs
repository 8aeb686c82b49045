namespace TransferLearning;

/// <summary>The validation figure by which the best epoch is told.</summary>
public enum StoppingMetric
{
    /// <summary>The lowest validation loss: smoother, since every picture's probability counts.</summary>
    Loss,

    /// <summary>The highest validation accuracy.</summary>
    Accuracy,
}
