using Spectre.Console;
using TransferLearning;

namespace Lab.Display;

/// <summary>The comparison as one table in the terminal.</summary>
internal static class ResultTable
{
    public static void Print(Comparison comparison)
    {
        bool single = comparison.Results[0].Runs.Count == 1;
        var table = new Table { Border = TableBorder.Simple }.AddColumns(
            new TableColumn("strategy"),
            new TableColumn("trainable").RightAligned(),
            new TableColumn("train\nloss / acc.").RightAligned(),
            new TableColumn("validation\nloss / acc.").RightAligned(),
            new TableColumn("test\nloss / acc.").RightAligned(),
            new TableColumn(single ? "95 % interval\nof the test acc." : $"95 % interval\nover {comparison.Results[0].Runs.Count} seeds").RightAligned(),
            new TableColumn("seconds").RightAligned(),
            new TableColumn("pictures/s").RightAligned());
        foreach (StrategyResult result in comparison.Results)
        {
            double Mean(Func<EpochResult, double> figure) => result.Runs.Average(run => figure(run.History.Kept));
            table.AddRow(
                result.Name,
                $"{result.TrainableParameters:N0}",
                $"{Mean(epoch => epoch.TrainingLoss):0.000} / {Mean(epoch => epoch.TrainingAccuracy):0.000}",
                $"{Mean(epoch => epoch.ValidationLoss):0.000} / {Mean(epoch => epoch.ValidationAccuracy):0.000}",
                $"{result.TestLoss:0.000} / [bold]{result.TestAccuracy:0.000}[/]",
                result.TestAccuracyInterval.ToString(),
                $"{result.Seconds:N0}",
                $"{result.PicturesPerSecond:N0}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{comparison.TrainingPictures:N0} training, {comparison.ValidationPictures:N0} validation, {comparison.TestPictures:N0} test pictures; one test picture is {100.0 / comparison.TestPictures:0.0} points.");
    }
}
