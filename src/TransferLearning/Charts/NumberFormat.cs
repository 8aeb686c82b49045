using System.Globalization;
using System.Text.RegularExpressions;

namespace TransferLearning.Charting;

/// <summary>The part of d3's number formats that the charts use: [,][.digits][~](f | % | d | e | g).</summary>
internal static partial class NumberFormat
{
    /// <summary>The value as text; an empty format gives as many decimals as a step of <paramref name="step"/> needs.</summary>
    public static string Format(double value, string format, double step = 0)
    {
        string text = format.Length == 0 ? Plain(value, step) : ByPattern(value, format);
        return text.Replace('-', '−');
    }

    private static string Plain(double value, double step)
    {
        double size = Math.Max(Math.Abs(value), Math.Abs(step));
        if (size is >= 1e6 or (< 1e-4 and > 0))
        {
            return Exponent(value);
        }

        int decimals = step > 0 ? DecimalsOf(step) : 4;
        return value.ToString(step > 0 ? "N" + decimals : "#,0.####", CultureInfo.InvariantCulture);
    }

    /// <summary>How many decimals tell multiples of the step apart.</summary>
    private static int DecimalsOf(double step)
    {
        int decimals = 0;
        while (decimals < 10 && Math.Abs((step * Math.Pow(10, decimals)) - Math.Round(step * Math.Pow(10, decimals))) > 1e-6)
        {
            decimals++;
        }

        return decimals;
    }

    /// <summary>Short scientific form: 1e-4, 2.5e6.</summary>
    private static string Exponent(double value) =>
        value == 0 ? "0" : value.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal);

    private static string ByPattern(double value, string format)
    {
        Match match = Pattern().Match(format);
        if (!match.Success)
        {
            return Plain(value, 0);
        }

        bool grouped = match.Groups["group"].Success;
        int digits = match.Groups["digits"].Success ? int.Parse(match.Groups["digits"].Value, CultureInfo.InvariantCulture) : -1;
        bool trim = match.Groups["trim"].Success;
        char kind = match.Groups["kind"].Value is { Length: 1 } letter ? letter[0] : 'g';
        return kind switch
        {
            '%' => Fixed(value * 100, digits < 0 ? 0 : digits, grouped, trim) + "\u00A0%",
            'f' => Fixed(value, digits < 0 ? 6 : digits, grouped, trim),
            'd' => Fixed(Math.Round(value), 0, grouped, trim),
            'e' => Exponent(value),
            _ => value.ToString("G" + (digits < 0 ? 6 : digits), CultureInfo.InvariantCulture),
        };
    }

    private static string Fixed(double value, int digits, bool grouped, bool trim) =>
        value.ToString(
            (grouped ? "#,0" : "0") + (digits == 0 ? "" : "." + new string(trim ? '#' : '0', digits)), CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<group>,)?(\.(?<digits>\d))?(?<trim>~)?(?<kind>[f%deg])$")]
    private static partial Regex Pattern();
}
