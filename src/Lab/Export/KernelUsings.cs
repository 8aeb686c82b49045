namespace Lab.Export;

/// <summary>The namespaces that a C# notebook has without asking.</summary>
internal static class KernelUsings
{
    public static IReadOnlyList<string> Namespaces { get; } =
        ["System", "System.Collections", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading.Tasks"];
}
