namespace TransferLearning.Tests.Charting;

/// <summary>Charts of every kind, of ordinary data and of data at the edge of what may come.</summary>
internal static class Gallery
{
    private static readonly string[] ManyClasses = [.. Enumerable.Range(0, 20).Select(i => i % 3 == 0 ? $"a class with a rather long name, number {i}" : $"class {i}")];

    private static readonly Dictionary<string, Func<Chart>> Makers = new()
    {
        ["curves"] = () => Charts.TrainingCurves(MadeUp.History("frozen", 10, 0.6, 0.08, 0.85, 0.97)),
        ["curves of two stages"] = () => Charts.TrainingCurves(
            MadeUp.History("frozen", 10, 0.6, 0.08, 0.85, 0.965), MadeUp.History("fine-tuned", 10, 0.08, 0.05, 0.965, 0.985)),
        ["curves of four stages"] = () => Charts.TrainingCurves(
            [.. Enumerable.Range(0, 4).Select(i => MadeUp.History("stage with a very long name " + i, 3, 0.6, 0.08, 0.85, 0.97))]),
        ["curves of one epoch"] = () => Charts.TrainingCurves(MadeUp.History("frozen", 1, 0.2, 0.1, 0.9, 0.9)),
        ["curves of no epoch"] = () => Charts.TrainingCurves(new History("frozen", [], 0)),
        ["curves of nothing"] = () => Charts.TrainingCurves(),
        ["curves of 500 epochs"] = () => Charts.TrainingCurves(MadeUp.History("long", 500, 0.7, 0.01, 0.5, 0.999)),
        ["curves that explode"] = () => Charts.TrainingCurves(Exploding()),
        ["curves at zero"] = () => Charts.TrainingCurves(MadeUp.History("perfect", 5, 0, 0, 1, 1)),
        ["live curves"] = () => Charts.Live(MadeUp.History("", 3, 0.6, 0.2, 0.85, 0.93).Epochs, 10),
        ["live curves of no epoch"] = () => Charts.Live([], 10),
        ["overlaid curves"] = () => Charts.OverlaidCurves([.. MadeUp.ThreeStrategies().Select(r => r.Runs[0].History)]),
        ["overlaid curves of nothing"] = () => Charts.OverlaidCurves(),
        ["comparison"] = () => Charts.Comparison(MadeUp.ThreeStrategies()),
        ["comparison of one seed"] = () => Charts.Comparison(
            MadeUp.Result(Strategy.Scratch, 0.71), MadeUp.Result(Strategy.Frozen, 0.97), MadeUp.Result(Strategy.FineTuned, 0.982)),
        ["comparison of two seeds"] = () => Charts.Comparison(
            MadeUp.Result(Strategy.Frozen, 0.97, 0.965), MadeUp.Result(Strategy.FineTuned, 0.982, 0.98)),
        ["comparison of one strategy"] = () => Charts.Comparison(MadeUp.Result(Strategy.Scratch, 0.5)),
        ["comparison of perfect models"] = () => Charts.Comparison(
            MadeUp.Result(Strategy.Frozen, 1, 1, 1), MadeUp.Result(Strategy.FineTuned, 1, 1, 1)),
        ["comparison on no picture"] = () => Charts.Comparison(MadeUp.Untested(Strategy.Frozen), MadeUp.Untested(Strategy.FineTuned)),
        ["comparison of nothing"] = () => Charts.Comparison(),
        ["backbones"] = () => Charts.Backbones(
            MadeUp.Backbone(Backbone.MobileNetV2, 2.1, 0.970, 0.964, 0.974), MadeUp.Backbone(Backbone.SqueezeNet, 1.4, 0.957, 0.951, 0.955), MadeUp.Backbone(Backbone.ResNet50, 24, 0.985, 0.98, 0.987)),
        ["backbones of the whole catalogue, all alike"] = () => Charts.Backbones([.. Backbone.Catalogue.Select((backbone, i) => MadeUp.Backbone(backbone, 3 + (0.1 * i), 0.97, 0.968, 0.972))]),
        ["backbones of the whole catalogue, far apart"] = () => Charts.Backbones([.. Backbone.Catalogue.Select((backbone, i) => MadeUp.Backbone(backbone, 0.02 * Math.Pow(4, i), 0.6 + (0.06 * i), 0.65 + (0.05 * i), 0.7))]),
        ["backbones of one seed"] = () => Charts.Backbones(MadeUp.Backbone(Backbone.MobileNetV2 with { Width = 0.35 }, 0.4, 0.95), MadeUp.Backbone(Backbone.ResNet18 with { Width = 0.2 }, 0.3, 0.9)),
        ["one backbone"] = () => Charts.Backbones(MadeUp.Backbone(Backbone.VGG16, 50, 1, 1, 1)),
        ["no backbone"] = () => Charts.Backbones(),
        ["confusion of 1"] = () => Charts.ConfusionMatrix(MadeUp.Evaluation(1, 10, ["only"])),
        ["confusion of 2"] = () => Charts.ConfusionMatrix(MadeUp.Evaluation(0.97)),
        ["confusion of 5"] = () => Charts.ConfusionMatrix(
            MadeUp.Evaluation(0.7, 600, ["daisy", "dandelion", "roses", "sunflowers", "tulips"])),
        ["confusion of 20"] = () => Charts.ConfusionMatrix(MadeUp.Evaluation(0.8, 100_000, ManyClasses)),
        ["confusion of no picture"] = () => Charts.ConfusionMatrix(MadeUp.Evaluation(1, 0)),
        ["confusion of like names"] = () => Charts.ConfusionMatrix(MadeUp.Evaluation(0.9, 100, ["cat", "cat", "<b>&\"'"])),
        ["roc"] = () => Charts.Roc([.. MadeUp.ThreeStrategies().Select(r => (r.Name, r.Runs[0].Test))]),
        ["roc of chance"] = () => Charts.Roc(MadeUp.Evaluation(0.5)),
        ["roc of no picture"] = () => Charts.Roc(MadeUp.Evaluation(1, 0)),
        ["roc of nothing"] = () => Charts.Roc([]),
        ["learning rates"] = () => Charts.LearningRates(
            (1e-5, MadeUp.History("", 8, 0.3, 0.1, 0.9, 0.96)), (1e-4, MadeUp.History("", 8, 0.25, 0.05, 0.93, 0.983)), (1e-3, MadeUp.History("", 8, 0.4, 0.2, 0.85, 0.93)), (1e-2, Exploding())),
        ["learning rates of nothing"] = () => Charts.LearningRates(),
        ["learning rate finder"] = () => Charts.LearningRateFinder(Sweep(100, 1e-6, 1)),
        ["learning rate finder of 5,000 steps"] = () => Charts.LearningRateFinder(Sweep(5000, 1e-8, 10)),
        ["learning rate finder that broke off"] = () => Charts.LearningRateFinder(Sweep(10, 1e-3, 0.02)),
        ["embedding"] = () => Charts.Embedding(
            [("before fine-tuning", Cloud(0.1f)), ("after fine-tuning", Cloud(0.7f))],
            [.. Enumerable.Range(0, 300).Select(i => i % 2)],
            MadeUp.CatAndDog),
        ["embedding of 800 pictures"] = () => Charts.Embedding(
            [("before", Cloud(0.1f, 800)), ("after", Cloud(0.7f, 800))],
            [.. Enumerable.Range(0, 800).Select(i => i % 2)],
            MadeUp.CatAndDog),
        ["embedding of 20 classes"] = () => Charts.Embedding(Cloud(0.7f), [.. Enumerable.Range(0, 300).Select(i => i % 20)], ManyClasses),
        ["embedding of one picture"] = () => Charts.Embedding([new float[] { 1, 2, 3 }], [0], ["cat"]),
        ["embedding of nothing"] = () => Charts.Embedding(Array.Empty<float[]>(), [], []),
        ["samples whose files are gone"] = () => Charts.SampleGrid(
            [.. Enumerable.Range(0, 40).Select(i => new Picture($"nowhere/{i}.jpg", i % 20))], ManyClasses),
        ["no samples"] = () => Charts.SampleGrid([], MadeUp.CatAndDog),
        ["grad-cam whose files are gone"] = () => Charts.GradCam([(new Picture("nowhere.jpg", 0), new float[5, 5], "a cat, 97 %")]),
        ["no grad-cam"] = () => Charts.GradCam([]),
        ["mistakes"] = () => Charts.Mistakes(MadeUp.Evaluation(0.97)),
        ["no mistakes"] = () => Charts.Mistakes(MadeUp.Evaluation(1)),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    public static Chart Make(string name) => Makers[name]();

    private static History Exploding() => new(
        "exploding",
        [new(1, 0.7, 0.5, 0.7, 0.5, 1, 1), new(2, 900, 0.5, 1e30, 0.5, 1, 1), new(3, double.NaN, 0.5, double.PositiveInfinity, double.NaN, 1, 1), new(4, 0.69, 0.5, 0.69, 0.5, 1, 1)],
        1);

    // Falls from 0.7 to 0.1 around two thirds of the way, and explodes at the end.
    private static LearningRateSweep Sweep(int steps, double lowest, double highest)
    {
        double[] rates = [.. Enumerable.Range(0, steps).Select(i => lowest * Math.Pow(highest / lowest, i / (steps - 1.0)))];
        double[] smoothed = [.. Enumerable.Range(0, steps).Select(i => 0.1 + 0.6 / (1 + Math.Exp(20.0 * i / steps - 13)) + Math.Exp(60.0 * i / steps - 58))];
        return new LearningRateSweep(rates, [.. smoothed.Select((loss, i) => loss * (1 + 0.3 * Math.Sin(i * 7.0)))], smoothed, rates[steps * 2 / 3]);
    }

    private static float[][] Cloud(float apart, int count = 300)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, 16).Select(j => (float)(random.NextDouble() + random.NextDouble() - 1) + (j < 4 ? (i % 2 == 0 ? apart : -apart) : 0)).ToArray())];
    }
}
