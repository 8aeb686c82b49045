namespace TransferLearning;

/// <summary>What the model says of one picture.</summary>
/// <param name="Picture">The picture and its true class.</param>
/// <param name="Probabilities">One probability a class, in the order of the classes; their sum is 1.</param>
public sealed record PictureScore(Picture Picture, IReadOnlyList<float> Probabilities)
{
    /// <summary>Index of the most probable class.</summary>
    public int Predicted { get; } = IndexOfLargest(Probabilities);

    /// <summary>Whether that is the true class.</summary>
    public bool IsRight => Predicted == Picture.Label;

    /// <summary>Place of the true class among the answers, from 1; of equal ones the first class comes first.</summary>
    public int Rank => 1 + Probabilities.Where((p, label) => p > Probabilities[Picture.Label] || (label < Picture.Label && p.Equals(Probabilities[Picture.Label]))).Count();

    /// <summary>Probability of the predicted class.</summary>
    public float Confidence => Probabilities[Predicted];

    private static int IndexOfLargest(IReadOnlyList<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Count; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
