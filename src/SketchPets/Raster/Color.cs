namespace SketchPets.Raster;

/// <summary>Red, green and blue in [0, 1], as a screen takes them (sRGB).</summary>
readonly record struct Color(double R, double G, double B)
{
    public static readonly Color Black = new(0.07, 0.06, 0.07);
    public static readonly Color White = new(0.97, 0.96, 0.94);

    public double Luma => 0.299 * R + 0.587 * G + 0.114 * B;

    public static Color Hex(int rgb) => new((rgb >> 16 & 255) / 255.0, (rgb >> 8 & 255) / 255.0, (rgb & 255) / 255.0);

    /// <summary>Hue in turns (0 red, ⅓ green, ⅔ blue), saturation and value in [0, 1].</summary>
    public static Color Hsv(double hue, double saturation, double value)
    {
        hue = (hue - Math.Floor(hue)) * 6;
        return new(Channel(5), Channel(3), Channel(1));

        double Channel(int shift)
        {
            double k = shift + hue;
            k -= 6 * Math.Floor(k / 6);
            return value - value * saturation * Math.Clamp(Math.Min(k, 4 - k), 0, 1);
        }
    }

    public static Color Mix(Color a, Color b, double t) => new(a.R + (b.R - a.R) * t, a.G + (b.G - a.G) * t, a.B + (b.B - a.B) * t);

    public static Color operator *(Color a, double scale) => new(a.R * scale, a.G * scale, a.B * scale);

    public static Color operator *(Color a, Color b) => new(a.R * b.R, a.G * b.G, a.B * b.B);

    public static Color operator +(Color a, double add) => new(a.R + add, a.G + add, a.B + add);

    public Color Darker(double amount) => Mix(this, Black, amount);

    public Color Lighter(double amount) => Mix(this, White, amount);
}
