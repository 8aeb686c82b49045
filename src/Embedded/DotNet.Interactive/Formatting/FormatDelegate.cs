namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Writes a value; false leaves it to the next formatter.</summary>
public delegate bool FormatDelegate<T>(T value, FormatContext context);
