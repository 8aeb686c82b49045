namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Writes values of a type in one MIME type.</summary>
public interface ITypeFormatter
{
    /// <summary>The MIME type of what it writes.</summary>
    string MimeType { get; }

    /// <summary>The type it is for; derived types too.</summary>
    Type Type { get; }

    /// <summary>Writes a value; false leaves it to the next formatter.</summary>
    bool Format(object? instance, FormatContext context);
}
