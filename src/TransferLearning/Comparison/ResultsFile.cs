using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransferLearning;

/// <content>results.json.</content>
public sealed partial record Comparison
{
    /// <summary>
    /// Writes every figure and every test image's prediction. Same seed, threads and machine: same bytes, apart from the object "times".
    /// </summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="root">Folder of the images: their paths are written relative to it.</param>
    public void WriteJson(string path, string root) =>
        ResultsFile.Write(path, JsonSerializer.Serialize(ResultsFile.Document(this, root), ResultsFile.Options));
}

/// <summary>How a comparison is written for programs to read.</summary>
internal static class ResultsFile
{
    public static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a text beside and renames, so that nobody ever reads a half of it.</summary>
    public static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string fresh = $"{path}.{Guid.NewGuid():N}";
        try
        {
            File.WriteAllText(fresh, text);
            File.Move(fresh, path, overwrite: true);
        }
        finally
        {
            File.Delete(fresh);
        }
    }

    public static object Document(Comparison comparison, string root) => new
    {
        comparison.Title,
        comparison.Classes,
        comparison.TrainingImages,
        comparison.ValidationImages,
        comparison.TestImages,
        comparison.MajorityAccuracy,
        Facts = comparison.Facts.ToDictionary(),
        Strategies = comparison.Results.Select(result => new
        {
            result.Strategy,
            result.TrainableParameters,
            result.TestAccuracy,
            TestAccuracyInterval = Ends(result.TestAccuracyInterval),
            result.IntervalMeaning,
            result.TestLoss,
            Runs = result.Runs.Select(run => new
            {
                run.Seed,
                run.Training,
                run.Validation,
                Stages = run.Stages.Select(stage => new
                {
                    stage.Name,
                    stage.BestEpoch,
                    stage.Options,
                    Epochs = stage.Epochs.Select(epoch => new
                    {
                        epoch.Epoch, epoch.TrainingLoss, epoch.TrainingAccuracy, epoch.ValidationLoss, epoch.ValidationAccuracy,
                            epoch.LearningRate,
                    }),
                }),
                Test = OfTest(run.Test, root),
            }),
        }),
        Times = comparison.Results.SelectMany(result => result.Runs.Select(run => new
        {
            result.Strategy,
            run.Seed,
            run.Seconds,
            run.PreparationSeconds,
            run.TrainingSeconds,
            run.ImagesPerSecond,
            SecondsPerEpoch = run.Stages.Select(stage => stage.Epochs.Select(epoch => epoch.Seconds)),
        })),
    };

    private static object OfTest(Evaluation test, string root) => new
    {
        test.Loss,
        test.Accuracy,
        Images = test.Predictions.Count,
        AccuracyInterval = Ends(test.AccuracyInterval),
        test.Auc,
        Confusion = test.Classes.Select((_, row) => test.Classes.Select((_, column) => test.Confusion[row, column])),
        Predictions = test.Predictions.Select(prediction => new
        {
            Image = Path.GetRelativePath(root, prediction.Image.Path).Replace('\\', '/'),
            TrueClass = test.Classes[prediction.Image.Label],
            prediction.Probabilities,
            prediction.Logits,
        }),
    };

    private static double[] Ends(Interval interval) => [interval.Low, interval.High];
}
