using System.Globalization;
using System.Text.Json;

namespace TransferLearning.Charting.Drawing;

/// <summary>Reading members that may be missing.</summary>
internal static class JsonValues
{
    /// <summary>The member of that name; null where there is none, or nothing in it.</summary>
    public static JsonElement? Member(this JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out JsonElement value)
            && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined) ? value : null;

    public static JsonElement? Member(this JsonElement? owner, string name) => owner?.Member(name);

    public static string? Text(this JsonElement owner, string name) =>
        owner.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static bool? Flag(this JsonElement owner, string name) => owner.Member(name)?.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public static double? Number(this JsonElement owner, string name) => owner.Member(name) is { } value ? value.AsNumber() : null;

    public static JsonElement[] Items(this JsonElement owner, string name) =>
        owner.Member(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    public static double[] Numbers(this JsonElement owner, string name) => [.. owner.Items(name).Select(AsNumber)];

    /// <summary>A number; "NaN" and "Infinity" stand in JSON as strings. What is none counts as not a number.</summary>
    public static double AsNumber(this JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String => double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number : double.NaN,
        _ => double.NaN,
    };

    /// <summary>Whether a value of an axis is a name rather than a number.</summary>
    public static bool IsName(this JsonElement value) =>
        value.ValueKind == JsonValueKind.String && value.GetString() is not ("NaN" or "Infinity" or "-Infinity");

    public static CssColor? Color(this JsonElement owner, string name) => owner.Text(name) is { } text ? CssColor.Read(text) : null;
}
