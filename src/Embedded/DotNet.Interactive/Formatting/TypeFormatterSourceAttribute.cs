namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Says who makes the formatters of a type.</summary>
[AttributeUsage(AttributeTargets.All)]
public class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>An <see cref="ITypeFormatterSource"/> with a constructor that takes nothing.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The MIME types that an output carries; null: the default one.</summary>
    public string[]? PreferredMimeTypes { get; set; }
}
