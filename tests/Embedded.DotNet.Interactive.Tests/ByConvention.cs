namespace Embedded.DotNet.Interactive.Tests.ByConvention;

// As a library writes it that does not refer to the kernel: the names alone say what is meant.

/// <summary>Named like the kernel's own attribute, and a stranger to it.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[] PreferredMimeTypes { get; } = ["image/svg+xml", "text/html"];
}

internal sealed class DrawingForms
{
#pragma warning disable CA1822 // The kernel calls it on an instance.
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new DrawingForm("image/svg+xml", drawing => $"<svg data-size=\"{drawing.Size}\"/>"),
        new DrawingForm("text/html", drawing => $"<b>drawing {drawing.Size}</b>"),
    ];
#pragma warning restore CA1822
}

internal sealed class DrawingForm(string mimeType, Func<Drawing, string> write)
{
    public string MimeType => mimeType;

    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(write((Drawing)instance));
        return true;
    }
}

[TypeFormatterSource(typeof(DrawingForms))]
internal class Drawing(int size)
{
    public int Size => size;
}

internal sealed class Sketch() : Drawing(4);
