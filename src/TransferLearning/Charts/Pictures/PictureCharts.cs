namespace TransferLearning.Charting;

/// <summary>The grids that show pictures: samples of a data set, and a model's worst mistakes.</summary>
internal static class PictureCharts
{
    private const int Columns = 6;

    public static Chart Samples(IReadOnlyList<Picture> pictures, IReadOnlyList<string> classes, int count, string? title)
    {
        Picture[] chosen = [.. Spread(pictures, count)];
        Tile[] tiles = [.. chosen.Select(p => new Tile(p.Path, classes[p.Label], "", Colors.OfSeries(p.Label)))];
        string description = chosen.Length == 0 ? "There are no pictures." : Words.Capital(
                Words.List([.. chosen.GroupBy(p => p.Label).OrderBy(g => g.Key).Select(g => Words.Count(g.Count(), $"picture of class {classes[g.Key]}", $"pictures of class {classes[g.Key]}"))])) + ".";
        return PictureGrid.Draw(title ?? "Some of the pictures", "", description, tiles, Columns);
    }

    public static Chart Mistakes(Evaluation evaluation, int count, string? title)
    {
        PictureScore[] worst = [.. evaluation.Mistakes.Take(count)];
        string Name(int label) => evaluation.Classes[label];
        Tile[] tiles = [.. worst.Select(s => new Tile(
            s.Picture.Path, $"{Name(s.Predicted)} {Words.Percent(s.Confidence)}", $"truth: {Name(s.Picture.Label)}", Colors.Vermilion, s.Confidence))];
        int all = evaluation.Scores.Count - evaluation.Right;
        string subtitle = all == 0 ? $"not one of {Words.Count(evaluation.Scores.Count, "test picture")} is told wrong"
                : $"{(worst.Length < all ? $"the worst {worst.Length} of {all:#,0}" : Words.Count(all, "mistake"))} in {Words.Count(evaluation.Scores.Count, "test picture")}; bold: the model's answer and the probability it gives it";
        string description = worst.Length == 0 ? "No picture is told wrong."
                : $"{Words.Count(all, "picture")} of {evaluation.Scores.Count:#,0} told wrong; the most confident mistake is a {Name(worst[0].Picture.Label)} taken for a {Name(worst[0].Predicted)} with probability {Words.Percent(worst[0].Confidence)}.";
        return PictureGrid.Draw(title ?? "Most confidently wrong", subtitle, description, tiles, Columns);
    }

    public static Chart GradCam(IReadOnlyList<(Picture Picture, float[,] Heat, string Caption)> maps, string? title)
    {
        Tile[] tiles = [.. maps.Select(m => new Tile(m.Picture.Path, m.Caption, "", Colors.Ink, 0, m.Heat))];
        string description = maps.Count == 0 ? "There are no pictures."
            : $"{Words.Count(maps.Count, "picture")} with the places that speak for the answer: {Words.List([.. maps.Select(m => m.Caption)])}.";
        return PictureGrid.Draw(
            title ?? "Where the network looks", "as the network sees them, squeezed into a square; the lighter, the more a place speaks for the answer", description, tiles, Columns);
    }

    /// <summary>Up to <paramref name="count"/> pictures, class after class in turn, evenly over each class.</summary>
    internal static IEnumerable<Picture> Spread(IReadOnlyList<Picture> pictures, int count)
    {
        Picture[][] classes = [.. pictures.GroupBy(p => p.Label).OrderBy(g => g.Key).Select(g => g.ToArray())];
        int[] taken = new int[classes.Length];
        int wanted = Math.Min(count, pictures.Count);
        var quota = new int[classes.Length];
        for (int given = 0, next = 0; given < wanted; next = (next + 1) % classes.Length)
        {
            if (quota[next] < classes[next].Length)
            {
                quota[next]++;
                given++;
            }
        }

        for (int given = 0, next = 0; given < wanted; next = (next + 1) % classes.Length)
        {
            if (taken[next] < quota[next])
            {
                yield return classes[next][(int)((long)taken[next] * classes[next].Length / quota[next])];
                taken[next]++;
                given++;
            }
        }
    }
}
