using System.Globalization;
using System.Text;

namespace TorchSharp;

/// <summary>Tensors as text, laid out as the published package lays them out.</summary>
internal sealed class TensorText
{
    const string LeftOut = "...";

    /// <summary>Longer dimensions show so many places, half of them from either end, in the nested style.</summary>
    const int MostPlaces = 6;

    readonly Tensor values;
    readonly string format;
    readonly string newLine;
    readonly CultureInfo culture;
    readonly StringBuilder result = new();

    TensorText(Tensor values, string format, string newLine, CultureInfo culture)
    {
        this.values = values;
        this.format = format;
        this.newLine = newLine;
        this.culture = culture;
    }

    internal static string Metadata(Tensor tensor) =>
        $"[{string.Join('x', tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";

    /// <summary>What it is, then rows of numbers under each other; rows end where the line does.</summary>
    internal static string Julia(Tensor tensor, string format, int width, string newLine, CultureInfo culture)
    {
        using var rows = tensor.AsLayout(Layout.Contiguous);
        var text = new TensorText(rows, format, newLine, culture);
        text.result.Append(Metadata(tensor));
        switch (tensor.Rank)
        {
            case 0:
                text.result.Append(", value = ").Append(text.Word(0));
                break;
            case 1 or 2:
                text.result.Append(newLine);
                text.Plane(0, tensor.Rank == 1 ? 1 : tensor.Sizes[0], tensor.Sizes[^1], width);
                break;
            default:
                long plane = tensor.Sizes[^2] * tensor.Sizes[^1];
                for (long at = 0; plane > 0 && at < tensor.numel(); at += plane)
                {
                    text.result.Append(newLine).Append(text.PlaneName(at / plane)).Append(" =").Append(newLine);
                    text.Plane(at, tensor.Sizes[^2], tensor.Sizes[^1], width);
                }
                break;
        }
        return text.result.ToString();
    }

    /// <summary>Nested brackets; the middle of long dimensions is left out.</summary>
    internal static string Numpy(Tensor tensor, string format, string newLine, CultureInfo culture)
    {
        using var rows = tensor.AsLayout(Layout.Contiguous);
        var text = new TensorText(rows, format, newLine, culture);
        text.Nested(0, 0);
        return text.result.ToString();
    }

    string Word(long at)
    {
        using var one = values.AsStridedAlone([], [], at);
        var value = one.ToScalar();
        return values.dtype switch
        {
            ScalarType.Float32 => value.ToSingle().ToString(format, culture),
            ScalarType.Float64 => value.ToDouble().ToString(format, culture),
            ScalarType.Bool => value.ToBoolean().ToString(culture),
            _ => value.ToInt64().ToString(culture),
        };
    }

    void Plane(long from, long rows, long columns, int width)
    {
        var words = new List<string>[rows];
        for (long r = 0; r < rows; r++)
        {
            words[r] = [];
            int left = width;
            for (long c = 0; c < columns; c++)
            {
                string word = Word(from + (r * columns) + c);
                if (left < word.Length + LeftOut.Length + 1)
                {
                    break;
                }
                words[r].Add(word);
                left -= word.Length + 1;
            }
        }
        int shown = rows == 0 ? 0 : words.Min(row => row.Count);
        int[] widths = [.. Enumerable.Range(0, shown).Select(c => words.Max(row => row[c].Length))];
        foreach (var row in words)
        {
            for (int c = 0; c < shown; c++)
            {
                result.Append(' ').Append(row[c].PadLeft(widths[c]));
            }
            result.Append(shown < columns ? " " + LeftOut : "").Append(newLine);
        }
    }

    /// <summary>The places of a plane in the dimensions before its own two.</summary>
    string PlaneName(long plane)
    {
        var places = new List<string> { "..", ".." };
        for (int i = values.Rank - 3; i >= 0; i--)
        {
            places.Insert(0, (plane % values.Sizes[i]).ToString(culture));
            plane /= values.Sizes[i];
        }
        return $"[{string.Join(',', places)}]";
    }

    void Nested(int dimension, long from)
    {
        if (dimension == values.Rank)
        {
            result.Append(Word(from));
            return;
        }
        long size = values.Sizes[dimension], step = Strides.Count(values.Sizes[(dimension + 1)..]);
        bool isInnermost = dimension == values.Rank - 1, isLong = size > MostPlaces;
        string next = isInnermost
            ? ", "
            : string.Concat(Enumerable.Repeat(newLine, values.Rank - dimension - 1)) + new string(' ', dimension + 1);
        result.Append('[');
        for (long i = 0; i < size; i++)
        {
            if (isLong && i == MostPlaces / 2)
            {
                result.Append(isInnermost ? ", ... " : next + LeftOut + next);
                i = size - (MostPlaces / 2);
            }
            else if (i > 0)
            {
                result.Append(next);
            }
            Nested(dimension + 1, from + (i * step));
        }
        result.Append(']');
    }
}
