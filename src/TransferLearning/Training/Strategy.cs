namespace TransferLearning;

/// <summary>The three ways to train the same network that the suite compares.</summary>
public enum Strategy
{
    /// <summary>Random initial weights; every layer learns.</summary>
    Scratch,

    /// <summary>Pre-trained weights that stay as they are; only the new classifier learns.</summary>
    Frozen,

    /// <summary>After <see cref="Frozen"/>: the upper blocks learn too, at a small learning rate.</summary>
    FineTuned,
}
