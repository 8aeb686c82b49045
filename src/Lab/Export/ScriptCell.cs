using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lab.Export;

/// <summary>A code cell, understood: its syntax and its meaning after the cells before it.</summary>
/// <param name="Number">Its number among the code cells, from 1.</param>
/// <param name="Compilation">The cell as a submission after those before it.</param>
internal sealed record ScriptCell(int Number, CSharpCompilation Compilation)
{
    public SyntaxTree Tree => Compilation.SyntaxTrees[0];

    public CompilationUnitSyntax Root => Tree.GetCompilationUnitRoot();

    public SemanticModel Model => Compilation.GetSemanticModel(Tree);

    /// <summary>The expression that the cell ends with and whose value a notebook shows; null when it ends with a statement.</summary>
    public ExpressionSyntax? LastExpression =>
        Root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last } ? last.Expression : null;

    /// <summary>Reads the code cells of a notebook one after another.</summary>
    /// <param name="codes">Their texts.</param>
    public static IReadOnlyList<ScriptCell> ReadAll(IEnumerable<string> codes)
    {
        string platform = AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") as string ?? "";
        MetadataReference[] references = [.. platform.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(File.Exists).Select(path => MetadataReference.CreateFromFile(path))];
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, usings: [.. KernelUsings.Namespaces], allowUnsafe: false);
        var parse = new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script);
        var cells = new List<ScriptCell>();
        foreach (string code in codes)
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText("using static TransferLearning.ScriptOutput;\n" + WithoutDirectives(code), parse);
            var compilation = CSharpCompilation.CreateScriptCompilation($"cell{cells.Count + 1}", tree, references, options, cells.LastOrDefault()?.Compilation);
            cells.Add(new ScriptCell(cells.Count + 1, compilation));
        }

        return cells;
    }

    /// <summary>#r and #load name what a notebook loads, and #! is for its front end; a program has its project instead. Lines stay, empty.</summary>
    private static string WithoutDirectives(string code) => string.Join('\n', code.ReplaceLineEndings("\n").Split('\n').Select(line =>
        line.TrimStart() is ['#', 'r' or 'i' or '!' or 'l', ..] start && (start[1] == '!' || start.StartsWith("#r ", StringComparison.Ordinal) || start.StartsWith("#i ", StringComparison.Ordinal) || start.StartsWith("#load ", StringComparison.Ordinal)) ? "" : line));
}
