using Microsoft.DotNet.Interactive.Formatting;

namespace System;

/// <summary>Displays values from anywhere in a cell.</summary>
public static class DisplayExtensions
{
    /// <summary>Displays a value in the MIME types given, or else in those that its type prefers.</summary>
    public static DisplayedValue Display(this object? value, params string[] mimeTypes)
    {
        var displayed = new DisplayedValue(value, FormattedValue.CreateManyFromObject(value, mimeTypes));
        Formatter.Raise(displayed);
        return displayed;
    }

    /// <summary>Displays text that is of a MIME type already.</summary>
    public static DisplayedValue DisplayAs(this string? value, string mimeType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mimeType);
        var displayed = new DisplayedValue(value, [new FormattedValue(mimeType, value ?? "")]);
        Formatter.Raise(displayed);
        return displayed;
    }
}
