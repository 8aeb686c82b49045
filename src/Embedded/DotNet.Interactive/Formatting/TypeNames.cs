namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>Type names as one writes them in C#.</summary>
internal static class TypeNames
{
    public static string Of(Type type)
    {
        string name = type.Name;
        int at = name.IndexOf('`', StringComparison.Ordinal);
        return at < 0 ? name : $"{name[..at]}<{string.Join(",", type.GetGenericArguments().Select(Of))}>";
    }
}
