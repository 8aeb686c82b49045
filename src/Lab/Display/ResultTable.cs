using Spectre.Console;
using TransferLearning;

namespace Lab.Display;

/// <summary>The comparison as one table in the terminal.</summary>
internal static class ResultTable
{
    public static void Print(Comparison comparison)
    {
        int seeds = comparison.Results[0].Runs.Count;
        var table = new Table { Border = TableBorder.None };
        foreach (string heading in new[]
        {
            "strategy", "trainable", "training\nloss  acc.", "validation\nloss  acc.", "test\nloss  acc.", seeds == 1 ? "95 %\ninterval" : $"95 %, {seeds}\nseeds", "s", "pict/s",
        })
        {
            // Narrow enough for a terminal of 80 columns.
            table.AddColumn(new TableColumn(heading) { NoWrap = true, Padding = new Padding(0, 0, 1, 0), Alignment = heading == "strategy" ? Justify.Left : Justify.Right });
        }

        foreach (StrategyResult result in comparison.Results)
        {
            double Mean(Func<EpochResult, double> figure) => result.Runs.Average(run => figure(run.History.Kept));
            Interval interval = result.TestAccuracyInterval;
            table.AddRow(
                result.Strategy == Strategy.Scratch ? "scratch" : result.Name,
                $"{result.TrainableParameters:N0}",
                $"{Mean(epoch => epoch.TrainingLoss):0.000} {Share(Mean(epoch => epoch.TrainingAccuracy))}",
                $"{Mean(epoch => epoch.ValidationLoss):0.000} {Share(Mean(epoch => epoch.ValidationAccuracy))}",
                $"{result.TestLoss:0.000} [bold]{Share(result.TestAccuracy)}[/]",
                $"{Share(interval.Low)}–{Share(interval.High)}",
                $"{result.Seconds:N0}",
                $"{result.PicturesPerSecond:N0}");
        }

        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{comparison.TrainingPictures:N0} training, {comparison.ValidationPictures:N0} validation, {comparison.TestPictures:N0} test pictures; one test picture is {100.0 / comparison.TestPictures:0.0} points.");
    }

    // ".972" and "1.000": every column counts.
    private static string Share(double value)
    {
        string text = $"{value:0.000}";
        return text.StartsWith('0') ? text[1..] : text;
    }
}
