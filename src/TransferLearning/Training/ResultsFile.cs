using System.Text.Json;
using System.Text.Json.Serialization;

namespace TransferLearning;

/// <summary>A comparison as results.json: every figure of the report, and every picture's score, for programs to read.</summary>
public static class ResultsFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes it beside and renames.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="comparison">What to write.</param>
    /// <param name="root">The folder of the pictures: their paths are written relative to it.</param>
    public static void Write(string path, Comparison comparison, string root)
    {
        var document = new
        {
            comparison.Title,
            comparison.Classes,
            comparison.TrainingPictures,
            comparison.ValidationPictures,
            comparison.TestPictures,
            Facts = comparison.Facts.ToDictionary(),
            Strategies = comparison.Results.Select(result => new
            {
                result.Strategy,
                result.TrainableParameters,
                result.TestAccuracy,
                TestAccuracyInterval = Ends(result.TestAccuracyInterval),
                result.TestLoss,
                result.Seconds,
                result.PicturesPerSecond,
                Runs = result.Runs.Select(run => new
                {
                    run.Seed,
                    run.Seconds,
                    run.PicturesPerSecond,
                    run.History.PreparationSeconds,
                    run.History.KeptEpoch,
                    run.History.Epochs,
                    Test = new
                    {
                        run.Test.Loss,
                        run.Test.Accuracy,
                        AccuracyInterval = Ends(run.Test.AccuracyInterval),
                        run.Test.Auc,
                        Confusion = Rows(run.Test.Confusion),
                        Scores = run.Test.Scores.Select(score => new
                        {
                            Picture = Path.GetRelativePath(root, score.Picture.Path).Replace('\\', '/'),
                            TrueClass = comparison.Classes[score.Picture.Label],
                            Probabilities = score.Probabilities.Select(p => Math.Round(p, 4)),
                        }),
                    },
                }),
            }),
        };
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        string temporary = path + ".part";
        File.WriteAllText(temporary, JsonSerializer.Serialize(document, Options));
        File.Move(temporary, path, overwrite: true);
    }

    private static double[] Ends(Interval interval) => [interval.Low, interval.High];

    private static int[][] Rows(int[,] counts) =>
        [.. Enumerable.Range(0, counts.GetLength(0)).Select(row => Enumerable.Range(0, counts.GetLength(1)).Select(column => counts[row, column]).ToArray())];
}
