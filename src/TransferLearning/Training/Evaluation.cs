using MathNet.Numerics.Statistics;

namespace TransferLearning;

/// <summary>What a model says of one image.</summary>
/// <param name="Image">Path, and the true class (-1 where it is not known).</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Probabilities">One per class; their sum is 1.</param>
/// <param name="Logits">
/// What they were made of: one for two classes, else one per class. Ranked for the ROC curve, since probabilities saturate.
/// </param>
public sealed record Prediction(
    ImageFile Image, IReadOnlyList<string> Classes, IReadOnlyList<float> Probabilities, IReadOnlyList<float> Logits)
{
    /// <summary>Index of the predicted class: the most probable one, of equal ones the first.</summary>
    public int Label { get; } = Enumerable.Range(0, Probabilities.Count).MaxBy(label => Probabilities[label]);

    /// <summary>Name of the predicted class.</summary>
    public string ClassName => Classes[Label];

    /// <summary>Whether the predicted class is the true one.</summary>
    public bool IsCorrect => Label == Image.Label;

    /// <summary>Probability of the predicted class.</summary>
    public float Confidence => Probabilities[Label];

    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Path.GetFileName(Image.Path)}: {ClassName} ({Confidence:P1})";
}

/// <summary>How well a model does on a part.</summary>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Loss">Mean cross-entropy, natural logarithm; ln 2 = 0.693 is what guessing between two classes costs.</param>
/// <param name="Predictions">One per image, each with its true class.</param>
public sealed record Evaluation(IReadOnlyList<string> Classes, double Loss, IReadOnlyList<Prediction> Predictions)
{
    /// <summary>Number of images predicted correctly.</summary>
    public int Correct => Predictions.Count(prediction => prediction.IsCorrect);

    /// <summary>Share of images predicted correctly, 0 to 1; NaN without images.</summary>
    public double Accuracy => Share(Correct);

    /// <summary>95 % Wilson interval of the accuracy: what this many images can tell.</summary>
    public Interval AccuracyInterval => Interval.Wilson(Correct, Predictions.Count);

    /// <summary>
    /// Two classes: area under the ROC curve, the chance that an image of the second class has a higher logit than one of the first; NaN
    /// when a class has no image. Null for more classes.
    /// </summary>
    public double? Auc => Classes.Count == 2 ? AreaUnderRoc(Predictions) : null;

    /// <summary>Numbers of images: [true class][predicted class].</summary>
    public int[][] Confusion => [.. Classes.Select((_, truth) => Classes.Select((_, said) =>
        Predictions.Count(prediction => prediction.Image.Label == truth && prediction.Label == said)).ToArray())];

    /// <summary>Accuracy of always answering the largest class of this part.</summary>
    public double MajorityAccuracy =>
        Share(Predictions.CountBy(prediction => prediction.Image.Label).Select(count => count.Value).DefaultIfEmpty().Max());

    /// <summary>Wrong ones, the most confident first.</summary>
    public IReadOnlyList<Prediction> Mistakes =>
        [.. Predictions.Where(prediction => !prediction.IsCorrect).OrderByDescending(prediction => prediction.Confidence)];

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"accuracy {Accuracy:0.000} ({AccuracyInterval}), loss {Loss:0.000}, {Predictions.Count:N0} images";

    private double Share(int count) => Predictions.Count == 0 ? double.NaN : (double)count / Predictions.Count;

    /// <summary>The Mann–Whitney statistic; ties count half.</summary>
    private static double AreaUnderRoc(IReadOnlyList<Prediction> predictions)
    {
        double[] ranks = Statistics.Ranks(predictions.Select(prediction => (double)prediction.Logits[0]), RankDefinition.Average);
        double second = predictions.Count(prediction => prediction.Image.Label == 1), first = predictions.Count - second;
        double rankSum = predictions.Zip(ranks).Sum(entry => entry.First.Image.Label == 1 ? entry.Second : 0);
        return first == 0 || second == 0 ? double.NaN : (rankSum - second * (second + 1) / 2) / (first * second);
    }
}
