using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransferLearning;

/// <content>results.json.</content>
public sealed partial record Comparison
{
    private static readonly JsonSerializerOptions JsonOptions = new(Numbers.Json)
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// Writes every figure and every test image's prediction. Same seed, threads and machine: same bytes, apart from the object "times".
    /// </summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="root">Folder of the images: their paths are written relative to it.</param>
    public void WriteJson(string path, string root) =>
        WholeFile.Write(path, part => File.WriteAllText(part, JsonSerializer.Serialize(Document(root), JsonOptions)));

    private object Document(string root) => new
    {
        Title, Classes, TrainingImages, ValidationImages, TestImages, MajorityAccuracy,
        Facts = Facts.ToDictionary(),
        Strategies = Results.Select(result => new
        {
            result.Strategy, result.TrainableParameters, result.TestAccuracy, result.TestLoss,
            TestAccuracyInterval = Ends(result.TestAccuracyInterval), result.IntervalMeaning,
            Runs = result.Runs.Select(run => new
            {
                run.Seed, run.Training, run.Validation,
                Stages = run.Stages.Select(stage => new
                {
                    stage.Name, stage.BestEpoch, stage.Options,
                    Epochs = stage.Epochs.Select(epoch => new
                    {
                        epoch.Epoch, epoch.TrainingLoss, epoch.TrainingAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy,
                        epoch.LearningRate,
                    }),
                }),
                Test = new
                {
                    run.Test.Loss, run.Test.Accuracy, AccuracyInterval = Ends(run.Test.AccuracyInterval), run.Test.Auc,
                    Predictions = run.Test.Predictions.Select(prediction => new
                    {
                        Image = Path.GetRelativePath(root, prediction.Image.Path).Replace('\\', '/'),
                        TrueClass = prediction.Classes[prediction.Image.Label], prediction.Probabilities, prediction.Logits,
                    }),
                },
            }),
        }),
        Times = Results.SelectMany(result => result.Runs.Select(run => new
        {
            result.Strategy, run.Seed, run.ImagesPerSecond,
            Stages = run.Stages.Select(stage => new
            {
                stage.PreparationSeconds, SecondsPerEpoch = stage.Epochs.Select(epoch => epoch.Seconds),
            }),
        })),
    };

    private static double[] Ends(Interval interval) => [interval.Low, interval.High];
}
