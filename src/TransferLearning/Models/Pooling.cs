namespace TransferLearning;

/// <summary>How feature maps become the numbers that a classifier takes.</summary>
public enum Pooling
{
    /// <summary>The mean of each map: what is in the picture, wherever it is; for any size of picture.</summary>
    Average,

    /// <summary>Every cell of every map: many more weights, which also learn where things are, and one size of picture only.</summary>
    Flatten,
}
