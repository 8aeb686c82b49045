namespace TransferLearning;

/// <summary>How the learning rate changes in the course of a training.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls along half a cosine to nothing.</summary>
    Cosine,
}
