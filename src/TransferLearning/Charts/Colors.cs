namespace TransferLearning.Charting;

/// <summary>
/// The colours of every chart on a light ground, and what each turns into on a dark one.
/// The series follow Okabe and Ito's colour-blind safe set, shaded until text in them reads on the ground (4.5 : 1).
/// </summary>
internal static class Colors
{
    public const string Background = "#ffffff";
    public const string Ink = "#1f2328";
    public const string Muted = "#59636e";
    public const string Grid = "#e4e7eb";
    public const string AxisLine = "#8c959f";
    public const string Blue = "#0072b2";
    public const string Vermilion = "#c24a00";
    public const string Green = "#007a5a";
    public const string Purple = "#a2447b";
    public const string Ochre = "#8a6200";
    public const string Grey = "#5b6570";

    // Text upon cells of a heat map: middling and strong shades.
    public const string OnMiddling = "#1f2329";
    public const string OnStrong = "#fffffe";

    /// <summary>For series that have no colour of their own, in this order.</summary>
    public static IReadOnlyList<string> Series { get; } = [Blue, Vermilion, Green, Purple, Ochre, Grey];

    /// <summary>Light colour to dark one. A colour that is not in here stays as it is.</summary>
    public static IReadOnlyDictionary<string, string> Dark { get; } = new Dictionary<string, string>
    {
        [Background] = "#161b22",
        [Ink] = "#e6edf3",
        [Muted] = "#9aa5b1",
        [Grid] = "#2b323b",
        [AxisLine] = "#6e7781",
        [Blue] = "#56b4e9",
        [Vermilion] = "#ff8b4d",
        [Green] = "#2fc79a",
        [Purple] = "#e48fbe",
        [Ochre] = "#e3b341",
        [Grey] = "#a9b4be",
        [OnMiddling] = "#0b141c",
        [OnStrong] = "#0b141d",
    };

    /// <summary>The colour of series <paramref name="index"/>; after the last it starts again.</summary>
    public static string OfSeries(int index) => Series[index % Series.Count];
}
