namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A value as text of a MIME type.</summary>
public class FormattedValue
{
    /// <summary>Text of a MIME type.</summary>
    public FormattedValue(string mimeType, string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mimeType);
        MimeType = mimeType;
        Value = value;
    }

    /// <summary>What <see cref="Value"/> is.</summary>
    public string MimeType { get; }

    /// <summary>The text.</summary>
    public string Value { get; }

    /// <summary>A value in the MIME types given, or else in those that its type prefers.</summary>
    public static IReadOnlyList<FormattedValue> CreateManyFromObject(object? value, params string[] mimeTypes)
    {
        IEnumerable<string> wanted = mimeTypes is { Length: > 0 } ? mimeTypes : Formatter.GetPreferredMimeTypesFor(value?.GetType());
        return [.. wanted.Select(mimeType => new FormattedValue(mimeType, value.ToDisplayString(mimeType)))];
    }

    /// <summary>For a debugger: the MIME type and the text.</summary>
    public override string ToString() => $"{MimeType}: {Value}";
}
