namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Where a formatter writes, and how deep in an object graph it is.</summary>
public class FormatContext(TextWriter writer) : IDisposable
{
    private bool needsStyles;

    /// <summary>Takes what is formatted.</summary>
    public TextWriter Writer { get; } = writer;

    /// <summary>Nested values above this one.</summary>
    public int Depth { get; private set; }

    /// <summary>Writes what must follow the value: the style sheet, once, where a formatter asked for it.</summary>
    public void Dispose()
    {
        if (needsStyles)
        {
            needsStyles = false;
            Writer.Write(DefaultStyles.Html);
        }
    }

    internal void RequireStyles() => needsStyles = true;

    internal void Nest(Action format)
    {
        Depth++;
        try
        {
            format();
        }
        finally
        {
            Depth--;
        }
    }
}
