namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A formatter out of a function.</summary>
internal sealed class AnyTypeFormatter(Type type, string mimeType, FormatDelegate<object?> format) : ITypeFormatter
{
    public string MimeType => mimeType;

    public Type Type => type;

    public bool Format(object? instance, FormatContext context) => format(instance, context);
}
