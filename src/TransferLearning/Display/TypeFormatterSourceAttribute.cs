namespace TransferLearning.Display;

/// <summary>
/// Says how values of a type are shown in a notebook. A .NET Interactive kernel knows this attribute by its name and its properties
/// alone, so the library needs no reference to the kernel.
/// </summary>
/// <param name="formatterSourceType">A <see cref="FormatterSource{T}"/> with a constructor that takes nothing.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    /// <summary>The type whose <c>CreateTypeFormatters()</c> the kernel calls.</summary>
    public Type FormatterSourceType { get; } = formatterSourceType;

    /// <summary>The forms that go into an output, all of them: those that the source has formatters for, in its order.</summary>
    public string[] PreferredMimeTypes =>
        [.. ((IFormatterSource)Activator.CreateInstance(FormatterSourceType)!).CreateTypeFormatters().Select(f => f.MimeType)];
}
