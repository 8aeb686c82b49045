using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Lab.Export;

/// <summary>The text of a cell as part of a program: what was written, with new names where need be and its last value displayed.</summary>
internal static class ScriptText
{
    /// <summary>Statements and methods of a cell, without its usings and types.</summary>
    public static string Statements(ScriptCell cell, Renaming renaming)
    {
        List<TextChange> changes = [.. Names(cell, renaming)];
        changes.AddRange(cell.Root.Usings.Select(directive => new TextChange(directive.FullSpan, Comments(directive))));
        changes.AddRange(cell.Root.Members.OfType<BaseTypeDeclarationSyntax>().Select(type => new TextChange(type.FullSpan, "")));
        if (cell.LastExpression is { } last)
        {
            bool isShown = cell.Model.GetTypeInfo(last).Type is not { SpecialType: SpecialType.System_Void };
            changes.Add(new TextChange(new TextSpan(last.SpanStart, 0), isShown ? "display(" : ""));
            changes.Add(new TextChange(new TextSpan(last.Span.End, 0), isShown ? ");" : ";"));
        }

        return Apply(cell.Tree.GetText(), changes);
    }

    /// <summary>Types that a cell declares; a program has them at its end.</summary>
    public static IEnumerable<string> Types(ScriptCell cell, Renaming renaming)
    {
        TextChange[] names = [.. Names(cell, renaming)];
        foreach (BaseTypeDeclarationSyntax type in cell.Root.Members.OfType<BaseTypeDeclarationSyntax>())
        {
            TextChange[] inside = [.. names.Where(change => type.FullSpan.Contains(change.Span)).Select(change => new TextChange(new TextSpan(change.Span.Start - type.FullSpan.Start, change.Span.Length), change.NewText ?? ""))];
            yield return Apply(SourceText.From(type.ToFullString()), inside);
        }
    }

    /// <summary>Namespaces that a cell asks for, as they stand.</summary>
    public static IEnumerable<string> Usings(ScriptCell cell) => cell.Root.Usings.Select(directive => directive.ToString());

    // Changes of the same place keep their order: a name and what is put before it.
    private static string Apply(SourceText text, IEnumerable<TextChange> changes)
    {
        var result = new StringBuilder();
        int done = 0;
        foreach (TextChange change in changes.OrderBy(change => change.Span.Start).ThenBy(change => change.Span.Length))
        {
            if (change.Span.Start < done)
            {
                continue;   // inside of what was taken out
            }

            result.Append(text.ToString(TextSpan.FromBounds(done, change.Span.Start))).Append(change.NewText);
            done = change.Span.End;
        }

        return result.Append(text.ToString(TextSpan.FromBounds(done, text.Length))).ToString().Trim('\n', '\r', ' ');
    }

    private static IEnumerable<TextChange> Names(ScriptCell cell, Renaming renaming)
    {
        foreach (SyntaxToken token in cell.Root.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)))
        {
            ISymbol? symbol = token.Parent switch
            {
                SimpleNameSyntax name => cell.Model.GetSymbolInfo(name) is var info && info.Symbol is { } found ? found : info.CandidateSymbols.FirstOrDefault(),
                { } parent => cell.Model.GetDeclaredSymbol(parent),
                null => null,
            };
            if (renaming.Of(symbol) is { } fresh && symbol!.Name == token.ValueText)
            {
                yield return new TextChange(token.Span, fresh);
            }
        }
    }

    private static string Comments(UsingDirectiveSyntax directive) =>
        string.Concat(directive.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia)).Select(trivia => trivia + "\n"));
}
