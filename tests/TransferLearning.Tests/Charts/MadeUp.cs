namespace TransferLearning.Tests.Figures;

/// <summary>Results as a comparison gives them, without training anything.</summary>
internal static class MadeUp
{
    public static readonly string[] Classes = ["cat", "dog & <b>puppy</b>"];

    public static History History(string name, int epochs, double start = 0.6, double floor = 0.1, double accuracy = 0.95,
        double rate = 1e-3) => new(
        name,
        [.. Enumerable.Range(1, epochs).Select(i => new EpochResult(
            i, floor * 0.4 + start * Math.Exp(-0.5 * i), accuracy + 0.03 - 0.4 * Math.Exp(-0.7 * i), floor
                + start * Math.Exp(-0.4 * i), accuracy - 0.35 * Math.Exp(-0.6 * i), rate, 0.5))],
        epochs,
        1.5,
        new TrainingOptions { LearningRate = rate });

    /// <summary>Predictions of which so many of each class are right; the logits of the wrong ones lie on the wrong side.</summary>
    public static Evaluation Evaluation(int perClass, int wrong, int seed = 1)
    {
        Random chance = new(seed);
        return new Evaluation(Classes, 0.1, [.. Enumerable.Range(0, 2 * perClass).Select(i =>
        {
            int label = i % 2;
            float logit = (float)(0.05 + 4 * chance.NextDouble()) * (label == 1 ? 1 : -1) * (i / 2 < wrong ? -0.4f : 1),
                second = 1 / (1 + MathF.Exp(-logit));
            return new Prediction(new ImageFile($"/pictures/{i}.jpg", label), Classes, [1 - second, second], [logit]);
        })]);
    }

    public static StrategyResult Result(Strategy strategy, int seeds, int wrong, int perClass = 200)
    {
        string name = ComparisonSettings.NameOf(strategy);
        return new StrategyResult(strategy, [.. Enumerable.Range(0, seeds).Select(seed => new StrategyRun(
            42 + seed, 1281, [History(name, 10)], new PartFigures(0.1, 0.98, 800), new PartFigures(0.2, 0.95, 100),
                Evaluation(perClass, wrong + 2 * seed, seed)))], true);
    }

    public static Comparison Comparison(int seeds, params (Strategy Strategy, int Wrong)[] results) => new(
        "drawn pets", Classes, [.. results.Select(result => Result(result.Strategy, seeds, result.Wrong))], 800, 100, 400, 0.5, []);
}
