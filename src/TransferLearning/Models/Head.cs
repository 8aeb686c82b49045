namespace TransferLearning;

/// <summary>The new classifier on top of a backbone. The default is the experiment's: averages, dropout, one linear layer.</summary>
public sealed record Head
{
    /// <summary>What becomes of the feature maps.</summary>
    public Pooling Pooling { get; init; } = Pooling.Average;

    /// <summary>Units of a hidden layer (with ReLU) before the last one; none by default.</summary>
    public int? HiddenUnits { get; init; }

    /// <summary>Share of what goes into the last layer that is left out at random in training.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>
    /// torchvision's own classifier instead, as the official weights were trained with; pooling, hidden units and dropout are then its own.
    /// Its layers are read from the weights file too, the last one only when there are as many classes as in the file (1,000 of ImageNet).
    /// </summary>
    public static Head Official { get; } = new() { IsOfficial = true };

    /// <summary>Whether it is <see cref="Official"/>.</summary>
    public bool IsOfficial { get; init; }
}
