namespace TransferLearning;

/// <summary>One strategy over several seeds.</summary>
/// <param name="Strategy">Which.</param>
/// <param name="TrainableParameters">Numbers that learn, the classifier's included.</param>
/// <param name="Runs">One entry a seed; at least one.</param>
public sealed record StrategyResult(Strategy Strategy, long TrainableParameters, IReadOnlyList<StrategyRun> Runs)
{
    /// <summary>Name for people: "from scratch", "frozen", "fine-tuned".</summary>
    public string Name => Strategy switch
    {
        Strategy.Scratch => "from scratch",
        Strategy.Frozen => "frozen",
        _ => "fine-tuned",
    };

    /// <summary>Mean accuracy on the test pictures over the seeds.</summary>
    public double TestAccuracy => Runs.Average(run => run.Test.Accuracy);

    /// <summary>
    /// 95 % interval of <see cref="TestAccuracy"/>: over the seeds (Student) when there are several, otherwise what the one test set can tell (Wilson).
    /// </summary>
    public Interval TestAccuracyInterval
    {
        get
        {
            if (Runs.Count == 1)
            {
                return Runs[0].Test.AccuracyInterval;
            }

            Interval interval = Interval.OfMean([.. Runs.Select(run => run.Test.Accuracy)]);
            return new Interval(Math.Max(0, interval.Low), Math.Min(1, interval.High));
        }
    }

    /// <summary>Mean loss on the test pictures over the seeds.</summary>
    public double TestLoss => Runs.Average(run => run.Test.Loss);

    /// <summary>Mean duration of one training, in seconds.</summary>
    public double Seconds => Runs.Average(run => run.Seconds);

    /// <summary>Mean over the seeds of the training pictures passed per second.</summary>
    public double PicturesPerSecond => Runs.Average(run => run.PicturesPerSecond);
}
