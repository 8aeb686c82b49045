using TransferLearning.Display;

namespace TransferLearning;

/// <summary>How well a model does on pictures it has not learned from.</summary>
[TypeFormatterSource(typeof(EvaluationDisplay))]
public sealed class Evaluation
{
    /// <summary>Sums up what the model said of each picture.</summary>
    /// <param name="classes">Names of the classes.</param>
    /// <param name="loss">Mean loss (natural logarithm) over the pictures.</param>
    /// <param name="scores">One entry a picture.</param>
    public Evaluation(IReadOnlyList<string> classes, double loss, IReadOnlyList<PictureScore> scores)
    {
        Classes = classes;
        Loss = loss;
        Scores = scores;
        Confusion = new int[classes.Count, classes.Count];
        foreach (PictureScore score in scores)
        {
            Confusion[score.Picture.Label, score.Predicted]++;
            Right += score.IsRight ? 1 : 0;
        }

        Auc = classes.Count == 2 ? AreaUnderRoc(scores) : null;
    }

    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Mean cross-entropy (natural logarithm) over the pictures; ln 2 = 0.693 is what guessing between two classes costs.</summary>
    public double Loss { get; }

    /// <summary>One entry a picture.</summary>
    public IReadOnlyList<PictureScore> Scores { get; }

    /// <summary>Number of pictures told right.</summary>
    public int Right { get; }

    /// <summary>Share of pictures told right; 0 to 1.</summary>
    public double Accuracy => Scores.Count == 0 ? double.NaN : (double)Right / Scores.Count;

    /// <summary>Share of pictures whose true class is among the most probable ones, 0 to 1: "top-3" of many classes that are hard to tell apart.</summary>
    /// <param name="count">How many answers are allowed; 1 gives <see cref="Accuracy"/>.</param>
    public double TopAccuracy(int count) => Scores.Count == 0 ? double.NaN : (double)Scores.Count(score => score.Rank <= count) / Scores.Count;

    /// <summary>What this many pictures can tell of the accuracy: its 95 % Wilson interval.</summary>
    public Interval AccuracyInterval => Interval.Wilson(Right, Scores.Count);

    /// <summary>
    /// Area under the ROC curve for two classes: the chance that a picture of the second class scores above one of the first.
    /// Null for more classes; NaN when a class has no picture.
    /// </summary>
    public double? Auc { get; }

    /// <summary>Counts of pictures: [true class, predicted class].</summary>
    public int[,] Confusion { get; }

    /// <summary>The pictures told wrong, the most confidently wrong first.</summary>
    public IReadOnlyList<PictureScore> Mistakes => [.. Scores.Where(score => !score.IsRight).OrderByDescending(score => score.Confidence)];

    /// <summary>One line for people.</summary>
    public override string ToString() => $"accuracy {Accuracy:0.000} ({AccuracyInterval}), loss {Loss:0.000}, {Scores.Count:N0} pictures";

    // The Mann–Whitney statistic; ties count half.
    private static double AreaUnderRoc(IReadOnlyList<PictureScore> scores)
    {
        PictureScore[] sorted = [.. scores.OrderBy(score => score.Probabilities[1])];
        double positives = sorted.Count(score => score.Picture.Label == 1), negatives = sorted.Length - positives;
        double rankSum = 0;
        for (int start = 0; start < sorted.Length;)
        {
            int end = start;
            while (end < sorted.Length && sorted[end].Probabilities[1].Equals(sorted[start].Probabilities[1]))
            {
                end++;
            }

            double rank = (start + 1 + end) / 2.0;   // the mean of the ranks start+1 … end
            rankSum += rank * sorted[start..end].Count(score => score.Picture.Label == 1);
            start = end;
        }

        return positives == 0 || negatives == 0
            ? double.NaN
            : (rankSum - positives * (positives + 1) / 2) / (positives * negatives);
    }
}
