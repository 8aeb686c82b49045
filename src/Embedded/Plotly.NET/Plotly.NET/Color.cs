using System.Globalization;

namespace Plotly.NET;

/// <summary>A colour, or several for the points of a trace, or numbers along a colour scale.</summary>
public class Color
{
    private Color(object value) => Value = value;

    /// <summary>As Plotly takes it: a string, or an array.</summary>
    public object Value { get; }

    /// <summary>From alpha, red, green and blue, 0 to 255 each. The alpha is written with one decimal, as the published package does.</summary>
    public static Color fromARGB(int a, int r, int g, int b)
    {
        if (new[] { a, r, g, b }.Any(part => part is < 0 or > 255))
        {
            throw new ArgumentException("Value for component needs to be between 0 and 255.");
        }

        return new Color(string.Create(CultureInfo.InvariantCulture, $"rgba({r}, {g}, {b}, {a / 255.0:0.0})"));
    }

    public static Color fromRGB(int r, int g, int b) => fromARGB(255, r, g, b);

    /// <summary>From "#0072b2" or "0072b2".</summary>
    public static Color fromHex(string s)
    {
        ArgumentNullException.ThrowIfNull(s);
        byte[] parts = Convert.FromHexString(s.TrimStart('#'));
        return parts is [byte r, byte g, byte b] ? fromRGB(r, g, b) : throw new ArgumentException("Invalid hex color format");
    }

    /// <summary>From any CSS colour, unchecked.</summary>
    public static Color fromString(string c) => new(c);

    /// <summary>One colour a point.</summary>
    public static Color fromColors(IEnumerable<Color> c) => new(c.Select(color => color.Value).ToArray());

    public override bool Equals(object? obj) => obj is Color other && Value.Equals(other.Value);

    public override int GetHashCode() => Value.GetHashCode();
}
