using System.Text;

namespace TransferLearning;

/// <summary>Why a PyTorch file is not read; <see cref="TorchFile"/> puts the file's name in front of the reason.</summary>
internal static class Unusable
{
    private const int LongestName = 80;

    /// <summary>The file came to harm, or never was right.</summary>
    public static InvalidDataException Damaged(string reason) => new(reason + "; fetch or save it again");

    /// <summary>The file may be well, but is more than tensors and their names, or of a kind that is not read here.</summary>
    public static InvalidDataException Refused(string reason) => new(reason);

    /// <summary>A name out of a file, fit for a message: short, and without characters that could play tricks on a terminal.</summary>
    public static string Printable(string name)
    {
        var printable = new StringBuilder();
        foreach (Rune rune in name.EnumerateRunes().Take(LongestName + 1))
        {
            bool plain = !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Format or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
            printable.Append(plain ? rune.ToString() : "?");
        }

        return name.EnumerateRunes().Skip(LongestName).Any() ? $"{printable}…" : printable.ToString();
    }
}
