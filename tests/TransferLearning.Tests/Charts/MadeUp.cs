namespace TransferLearning.Tests.Charting;

/// <summary>Histories, evaluations and results with the shape of real ones, from nothing but a seed.</summary>
internal static class MadeUp
{
    public static readonly string[] CatAndDog = ["cat", "dog"];

    public static History History(
        string name, int epochs, double startLoss, double endLoss, double startAccuracy, double endAccuracy, int seed = 1)
    {
        var random = new Random(seed);
        var results = new List<EpochResult>();
        for (int i = 0; i < epochs; i++)
        {
            double t = 1 - Math.Exp(-3.0 * i / Math.Max(1, epochs - 1));
            double noise = (random.NextDouble() - 0.5) * 0.02;
            double loss = startLoss + ((endLoss - startLoss) * t), accuracy = startAccuracy + ((endAccuracy - startAccuracy) * t);
            results.Add(new EpochResult(i + 1, loss * 0.93, Math.Min(1, accuracy + 0.008), Math.Max(0, loss + noise), Math.Clamp(accuracy + (noise / 2), 0, 1), 1e-3, 3));
        }

        int best = epochs == 0 ? 0 : results.MaxBy(r => r.ValidationAccuracy)!.Epoch;
        return new History(name, results, best, 2);
    }

    /// <summary>An evaluation in which about <paramref name="accuracy"/> of the pictures is told right.</summary>
    public static Evaluation Evaluation(double accuracy, int pictures = 466, IReadOnlyList<string>? classes = null, int seed = 1)
    {
        classes ??= CatAndDog;
        var random = new Random(seed);
        var scores = new List<PictureScore>();
        double loss = 0;
        for (int i = 0; i < pictures; i++)
        {
            int label = i % classes.Count;
            bool right = i >= Math.Round((1 - accuracy) * pictures);
            int predicted = right ? label : (label + 1 + random.Next(classes.Count - 1)) % classes.Count;
            double confidence = (1.0 / classes.Count) + ((1 - (1.0 / classes.Count)) * (right ? 1 - (0.5 * Math.Pow(random.NextDouble(), 3)) : 0.02 + (0.9 * random.NextDouble())));
            float[] probabilities = [.. classes.Select(
                (_, c) => (float)(c == predicted ? confidence : (1 - confidence) / Math.Max(1, classes.Count - 1)))];
            loss -= Math.Log(Math.Max(probabilities[label], 1e-7));
            scores.Add(new PictureScore(new Picture($"{classes[label]}/{i}.jpg", label), probabilities));
        }

        return new Evaluation(classes, loss / Math.Max(1, pictures), scores);
    }

    public static StrategyResult Result(Strategy strategy, params double[] accuracies)
    {
        (long parameters, double seconds) = strategy switch { Strategy.Scratch => (2_225_153L, 612.0), Strategy.Frozen => (1_281L, 41.0), _ => (1_863_873L, 188.0) };
        var result = new StrategyResult(strategy, parameters, []);
        return result with
        {
            Runs = [.. accuracies.Select((a, i) => new StrategyRun(
                42 + i, History(result.Name, 10, 0.7, (1 - a) * 2, 0.55, a, i), Evaluation(a, seed: i + 1), seconds + i, 37220 / seconds))],
        };
    }

    /// <summary>A backbone that takes so many seconds for 1,000 pictures, with an accuracy a seed.</summary>
    public static BackboneResult Backbone(Backbone backbone, double secondsPerThousand, params double[] accuracies) =>
        new(backbone, backbone.Parameters, backbone.Parameters * 4 / 1e6, secondsPerThousand, Result(Strategy.Frozen, accuracies));

    /// <summary>A result whose test part holds no picture.</summary>
    public static StrategyResult Untested(Strategy strategy)
    {
        StrategyResult result = Result(strategy, 0.9);
        return result with { Runs = [result.Runs[0] with { Test = Evaluation(1, 0) }] };
    }

    public static StrategyResult[] ThreeStrategies() =>
    [
        Result(Strategy.Scratch, 0.712, 0.724, 0.703),
        Result(Strategy.Frozen, 0.968, 0.972, 0.974),
        Result(Strategy.FineTuned, 0.981, 0.985, 0.983),
    ];

    public static Comparison Comparison(params StrategyResult[] results) => new(
        "cats-vs-dogs", CatAndDog, results, 3722, 464, 466, [.. Enumerable.Range(0, 12).Select(i => new Picture($"cat/{i}.jpg", i % 2))],
        [new("data", "cats-vs-dogs, 4,652 pictures"), new("split", "80/10/10, stratified"), new("seeds", "42, 43, 44"), new("command", "lab compare --data \"<DIR>\"")]);
}
