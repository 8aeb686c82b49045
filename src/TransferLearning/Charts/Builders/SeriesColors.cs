namespace TransferLearning.Charting;

/// <summary>The same strategy has the same colour in every chart.</summary>
internal static class SeriesColors
{
    /// <summary>A colour and a dash for each name: the strategies' own if all are strategies, else one after the other.</summary>
    public static string[] Of(IReadOnlyList<string> names)
    {
        string?[] own = [.. names.Select(OfStrategy)];
        return own.OfType<string>().Distinct().Count() == own.Length
            ? [.. own.OfType<string>()]
            : [.. names.Select((_, i) => Colors.OfSeries(i))];
    }

    private static string? OfStrategy(string name) => name switch
    {
        "from scratch" or "scratch" => Colors.Grey,
        "frozen" => Colors.Blue,
        "fine-tuned" or "fine-tuning" => Colors.Vermilion,
        _ => null,
    };
}
