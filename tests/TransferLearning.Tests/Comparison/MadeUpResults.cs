namespace TransferLearning.Tests.Comparing;

/// <summary>Results with wished accuracies, without any training.</summary>
internal static class MadeUpResults
{
    /// <summary>One run per accuracy, seeds from 1, on a thousand test images; the images told wrong are the last ones.</summary>
    public static StrategyResult Of(Strategy strategy, bool independent, params double[] accuracies) => new(
        strategy,
        [.. accuracies.Select((accuracy, i) => Run(
            i + 1, accuracy, strategy switch { Strategy.Scratch => 2_225_153, Strategy.Frozen => 1281, _ => 1_863_873 }))],
        independent);

    public static Comparison Comparison(double majority, params StrategyResult[] results) =>
        new("made up", ["cat", "dog"], results, 2000, 1000, 1000, majority, [new("Seeds", "1")]);

    private static StrategyRun Run(int seed, double accuracy, long trainable)
    {
        int correct = (int)Math.Round(accuracy * 1000);
        Prediction[] predictions = [.. Enumerable.Range(0, 1000).Select(i => new Prediction(
            new ImageFile($"/images/{i:0000}.jpg", i % 2), ["cat", "dog"], i < correct == (i % 2 == 0) ? [0.9f, 0.1f] : [0.1f, 0.9f],
                [i < correct == (i % 2 == 0) ? -2.2f : 2.2f]))];
        var epoch = new EpochResult(1, 0.5, 0.8, 0.4, 0.85, 0, 1);
        var history = new History("made up", [epoch], 1, 0.5, new TrainingOptions { Epochs = 1 });
        return new StrategyRun(
            seed, trainable, [history], new PartFigures(0.3, accuracy, 2000), new PartFigures(0.4, accuracy, 1000),
                new Evaluation(["cat", "dog"], 0.4, predictions));
    }
}
