using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lab.Export;

/// <summary>
/// New names where a program cannot have those of the notebook: cells may declare a variable again, and a loop may use the name of a
/// variable of the notebook; in a program both would be the same method's, and an error.
/// </summary>
internal sealed class Renaming
{
    private readonly Dictionary<ISymbol, string> names = new(SymbolEqualityComparer.Default);

    public Renaming(IReadOnlyList<ScriptCell> cells)
    {
        HashSet<string> taken = [.. cells.SelectMany(cell => cell.Root.DescendantTokens()).Select(token => token.ValueText)];
        var declared = new HashSet<string>();
        foreach (ISymbol symbol in cells.SelectMany(Declarations))
        {
            if (!declared.Add(symbol.Name))
            {
                names.Add(symbol, Fresh(symbol.Name, taken));
            }
        }

        foreach (ISymbol local in cells.SelectMany(LocalsOfBlocks).Where(local => declared.Contains(local.Name)))
        {
            names.TryAdd(local, Fresh(local.Name, taken));
        }
    }

    /// <summary>The new name of a symbol; null when it keeps its own.</summary>
    public string? Of(ISymbol? symbol) => symbol is null ? null : names.GetValueOrDefault(symbol.OriginalDefinition);

    /// <summary>What a cell adds to the notebook: variables, methods, types. Overloads of one method keep its name.</summary>
    private static IEnumerable<ISymbol> Declarations(ScriptCell cell)
    {
        INamedTypeSymbol? script = cell.Compilation.ScriptClass;
        return (script?.GetMembers() ?? []).Where(member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName)
            .OrderBy(member => member.Locations[0].SourceSpan.Start)
            .GroupBy(member => member.Name).Select(group => group.First());
    }

    /// <summary>Variables of loops and blocks outside of functions; a function may use any name again.</summary>
    private static IEnumerable<ISymbol> LocalsOfBlocks(ScriptCell cell) => cell.Root.DescendantNodes(node => !IsFunction(node))
        .Where(node => node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax or ForEachStatementSyntax or CatchDeclarationSyntax)
        .Select(node => cell.Model.GetDeclaredSymbol(node)).OfType<ILocalSymbol>();

    private static bool IsFunction(SyntaxNode node) =>
        node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or BaseTypeDeclarationSyntax;

    private static string Fresh(string name, HashSet<string> taken)
    {
        int number = 2;
        while (!taken.Add($"{name}{number}"))
        {
            number++;
        }

        return $"{name}{number}";
    }
}
