namespace TransferLearning.Charting;

/// <summary>What the pictures of each class were taken for: right ones blue, wrong ones vermilion, shaded by their part of the class.</summary>
internal static class ConfusionFigure
{
    /// <summary>Up to here each cell says its part of the row too; in larger tables cells without a picture stay empty.</summary>
    private const int FewClasses = 6;

    public static Figure Build(Evaluation evaluation, string? title = null)
    {
        int n = evaluation.Classes.Count;
        double[][] right = Shares(evaluation, diagonal: true), wrong = Shares(evaluation, diagonal: false);
        string[][] texts = [.. Enumerable.Range(0, n).Select(row => Enumerable.Range(0, n).Select(column => Text(evaluation, row, column)).ToArray())];
        string[] names = [.. Distinct(evaluation.Classes)];
        double labels = Math.Min(180, names.Select(c => TextMetrics.Width(c, 12)).DefaultIfEmpty(0).Max());
        double cell = Math.Clamp((650 - labels) / Math.Max(1, n), 22, n < 3 ? 100 : 112);
        return new Figure
        {
            Data =
            [
                new HeatmapTrace { X = names, Y = names, Z = right, Text = texts, Color = Colors.Blue },
                new HeatmapTrace { X = names, Y = names, Z = wrong, Text = texts, Color = Colors.Vermilion },
            ],
            Layout = new FigureLayout
            {
                Title = title ?? "Confusion matrix",
                Subtitle = $"{evaluation.Right:#,0} of {Words.Count(evaluation.Scores.Count, "test picture")} right; shade: part of the row",
                Description = Describe(evaluation),
                Width = Math.Max(300, labels + 70 + (n * cell)),
                Height = 130 + (n * cell) + (n > 5 ? 60 : 0),
                XAxes = new Dictionary<string, Axis> { ["x"] = new() { Title = "the model says" } },
                YAxes = new Dictionary<string, Axis> { ["y"] = new() { Title = "it is", Reversed = true } },
            },
        };
    }

    /// <summary>Class names as axis categories; an axis knows a category by its name, so a name that comes twice gets a number.</summary>
    private static IEnumerable<string> Distinct(IReadOnlyList<string> names)
    {
        var seen = new HashSet<string>();
        foreach (string name in names)
        {
            string unique = name;
            for (int i = 2; !seen.Add(unique); i++)
            {
                unique = $"{name} ({i})";
            }

            yield return unique;
        }
    }

    private static double[][] Shares(Evaluation evaluation, bool diagonal)
    {
        int n = evaluation.Classes.Count;
        return [.. Enumerable.Range(0, n).Select(row => Enumerable.Range(0, n)
            .Select(column => row == column == diagonal && !(n > FewClasses && row != column && evaluation.Confusion[row, column] == 0)
                ? Share(evaluation, row, column) : double.NaN).ToArray())];
    }

    private static double Share(Evaluation evaluation, int row, int column)
    {
        double total = Total(evaluation, row);
        return total == 0 ? 0 : evaluation.Confusion[row, column] / total;
    }

    private static double Total(Evaluation evaluation, int row) =>
        Enumerable.Range(0, evaluation.Classes.Count).Sum(column => evaluation.Confusion[row, column]);

    private static string Text(Evaluation evaluation, int row, int column)
    {
        int count = evaluation.Confusion[row, column];
        return evaluation.Classes.Count <= FewClasses ? $"{count:#,0}\n{Words.Percent(Share(evaluation, row, column))}" : $"{count:#,0}";
    }

    private static string Describe(Evaluation evaluation)
    {
        var parts = Enumerable.Range(0, evaluation.Classes.Count).Take(6)
            .Select(row => $"of {Total(evaluation, row):#,0} {evaluation.Classes[row]} pictures {evaluation.Confusion[row, row]:#,0} are told right").ToList();
        return Words.Capital(Words.List(parts)) + ".";
    }
}
