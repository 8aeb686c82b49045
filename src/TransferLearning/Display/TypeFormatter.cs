namespace TransferLearning.Display;

/// <summary>Writes a value in one form. The kernel finds both members by their names.</summary>
internal sealed class TypeFormatter(string mimeType, Func<object, string> write)
{
    /// <summary>The form, such as <c>text/html</c>.</summary>
    public string MimeType { get; } = mimeType;

    /// <summary>Writes <paramref name="instance"/>; true says that it has been written.</summary>
    public bool Format(object instance, TextWriter writer)
    {
        writer.Write(write(instance));
        return true;
    }
}
