namespace Lab.Notebooks;

/// <summary>The text of one form of an output: a kernel gives it whole, a file line by line.</summary>
internal static class OutputText
{
    /// <summary>The text; null where the form is none, as JSON.</summary>
    public static string? Of(object? form) => form switch
    {
        string text => text,
        IEnumerable<object> lines => string.Concat(lines),
        _ => null,
    };
}
