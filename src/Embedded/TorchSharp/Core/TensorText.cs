using System.Globalization;
using System.Text;

namespace TorchSharp;

/// <summary>Tensors as text.</summary>
internal sealed class TensorText
{
    /// <summary>Longer dimensions show their first and last places only.</summary>
    const int MostPlaces = 40;
    const int PlacesAtAnEnd = 3;

    readonly string[] words;
    readonly long[] sizes;
    readonly string newLine;

    TensorText(Tensor tensor, string format, string newLine, CultureInfo culture)
    {
        sizes = tensor.shape;
        this.newLine = newLine;
        using var rows = tensor.AsLayout(Layout.Contiguous);
        words = new string[rows.numel()];
        for (int i = 0; i < words.Length; i++)
        {
            using var one = rows.AsStridedAlone([], [], i);
            var value = one.ToScalar();
            words[i] = tensor.dtype.IsFloatingPoint() ? Number(value, tensor.dtype, format, culture)
                : tensor.dtype == ScalarType.Bool ? value.Real != 0 ? "True" : "False"
                : value.Integer.ToString(culture);
        }
    }

    internal static string Metadata(Tensor tensor) => $"[{string.Join('x', tensor.shape)}], type = {tensor.dtype}, device = {tensor.device}";

    internal static string Julia(Tensor tensor, string format, string newLine, CultureInfo culture)
    {
        var text = new TensorText(tensor, format, newLine, culture);
        if (text.sizes.Length == 0)
        {
            return $"{Metadata(tensor)}, value = {text.words[0]}";
        }
        var result = new StringBuilder(Metadata(tensor)).Append(newLine);
        if (text.words.Length > 0)
        {
            text.Planes(result, 0, 0, text.words.Length, []);
        }
        return result.ToString();
    }

    internal static string Numpy(Tensor tensor, string format, string newLine, CultureInfo culture)
    {
        var text = new TensorText(tensor, format, newLine, culture);
        var result = new StringBuilder();
        text.Nested(result, 0, 0, text.words.Length);
        return result.ToString();
    }

    static string Number(Scalar value, ScalarType type, string format, CultureInfo culture) =>
        type == ScalarType.Float32 ? value.ToSingle().ToString(format, culture) : value.Real.ToString(format, culture);

    /// <summary>The places of a dimension to show; -1 stands for those left out.</summary>
    static IEnumerable<long> Places(long size)
    {
        for (long i = 0; i < size; i++)
        {
            if (size > MostPlaces && i == PlacesAtAnEnd)
            {
                yield return -1;
                i = size - PlacesAtAnEnd;
            }
            yield return i;
        }
    }

    void Planes(StringBuilder result, int dimension, long from, long count, List<long> place)
    {
        int left = sizes.Length - dimension;
        if (left <= 2)
        {
            if (place.Count > 0)
            {
                result.Append('[').AppendJoin(',', place.Select(p => p.ToString(CultureInfo.InvariantCulture)).Append("..").Append("..")).Append("] =").Append(newLine);
            }
            Plane(result, from, left == 1 ? 1 : sizes[^2], sizes[^1]);
            if (place.Count > 0)
            {
                result.Append(newLine);
            }
            return;
        }
        long step = count / sizes[dimension];
        foreach (long i in Places(sizes[dimension]))
        {
            if (i < 0)
            {
                result.Append("...").Append(newLine);
                continue;
            }
            place.Add(i);
            Planes(result, dimension + 1, from + (i * step), step, place);
            place.RemoveAt(place.Count - 1);
        }
    }

    void Plane(StringBuilder result, long from, long rows, long columns)
    {
        long[] across = [.. Places(columns)], down = [.. Places(rows)];
        int[] widths = [.. across.Select(c => c < 0 ? 3 : down.Where(r => r >= 0).Max(r => words[from + (r * columns) + c].Length))];
        foreach (long r in down)
        {
            if (r < 0)
            {
                result.Append(" ...").Append(newLine);
                continue;
            }
            for (int i = 0; i < across.Length; i++)
            {
                result.Append(' ').Append((across[i] < 0 ? "..." : words[from + (r * columns) + across[i]]).PadLeft(widths[i]));
            }
            result.Append(newLine);
        }
    }

    void Nested(StringBuilder result, int dimension, long from, long count)
    {
        if (dimension == sizes.Length)
        {
            result.Append(words[from]);
            return;
        }
        result.Append('[');
        long step = sizes[dimension] == 0 ? 0 : count / sizes[dimension];
        bool isFirst = true;
        foreach (long i in Places(sizes[dimension]))
        {
            bool isInnermost = dimension == sizes.Length - 1;
            if (!isFirst)
            {
                result.Append(isInnermost ? ", " : newLine + new string(' ', dimension + 1));
            }
            isFirst = false;
            if (i < 0)
            {
                result.Append("...");
            }
            else
            {
                Nested(result, dimension + 1, from + (i * step), step);
            }
        }
        result.Append(']');
    }
}
