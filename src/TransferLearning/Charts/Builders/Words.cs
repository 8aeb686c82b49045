namespace TransferLearning.Charting;

/// <summary>Figures as people read them.</summary>
internal static class Words
{
    /// <summary>A part of one as "97.3 %", with a space that does not break; "–" where there is none.</summary>
    public static string Percent(double part, int decimals = 1) =>
        double.IsFinite(part) ? (part * 100).ToString("0." + new string('0', decimals)).TrimEnd('.') + "\u00A0%" : "–";

    /// <summary>An interval of parts of one as "96.1–98.4 %".</summary>
    public static string PercentRange(double low, double high) =>
        double.IsFinite(low) && double.IsFinite(high) ? $"{low * 100:0.0}–{high * 100:0.0}\u00A0%" : "–";

    /// <summary>A difference of two parts of one in points, with its sign: "+1.2".</summary>
    public static string Points(double difference) => (difference < 0 ? "−" : "+") + (Math.Abs(difference) * 100).ToString("0.0");

    /// <summary>A loss or an area with three decimals; "–" where there is none.</summary>
    public static string Decimal(double value) =>
        !double.IsFinite(value) ? "–" : (Math.Abs(value) < 1e4 ? value.ToString("0.000") : value.ToString("0.00e+0")).Replace('-', '−');

    /// <summary>A length of time: "8.4 s", "95 s", "12 min 30 s".</summary>
    public static string Duration(double seconds) => seconds switch
    {
        _ when !double.IsFinite(seconds) => "–",
        < 10 => $"{seconds:0.0} s",
        < 120 => $"{seconds:0} s",
        < 7200 => $"{(int)seconds / 60} min {(int)seconds % 60:00} s",
        _ => $"{(int)seconds / 3600} h {(int)seconds % 3600 / 60:00} min",
    };

    /// <summary>"1 picture", "466 pictures".</summary>
    public static string Count(long number, string one, string? many = null) => $"{number:#,0} {(number == 1 ? one : many ?? one + "s")}";

    /// <summary>The first letter as a capital.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> parts) => parts.Count switch
    {
        0 => "",
        1 => parts[0],
        _ => string.Join(", ", parts.Take(parts.Count - 1)) + " and " + parts[^1],
    };
}
