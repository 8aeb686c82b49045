using System.Net;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Lab.Notebooks.Pages;

/// <summary>C# as HTML with coloured words, told apart by their place in the code alone.</summary>
internal static class CodeColors
{
    private static readonly CSharpParseOptions script = new(LanguageVersion.Latest, kind: SourceCodeKind.Script);

    /// <summary>The code, escaped, with the words in spans of a class each: k keyword, s string, n number, c comment, t type, m method.</summary>
    public static string Write(string code)
    {
        var html = new StringBuilder();
        foreach (SyntaxToken token in CSharpSyntaxTree.ParseText(code, script).GetRoot().DescendantTokens(descendIntoTrivia: false))
        {
            WriteTrivia(html, token.LeadingTrivia);
            Span(html, Kind(token), token.Text);
            WriteTrivia(html, token.TrailingTrivia);
        }

        return html.ToString();
    }

    private static void WriteTrivia(StringBuilder html, SyntaxTriviaList trivia)
    {
        foreach (SyntaxTrivia piece in trivia)
        {
            string? kind = piece.Kind() switch
            {
                SyntaxKind.SingleLineCommentTrivia or SyntaxKind.MultiLineCommentTrivia or SyntaxKind.SingleLineDocumentationCommentTrivia => "c",
                _ when piece.IsDirective => "d",
                _ => null,
            };
            Span(html, kind, piece.ToFullString());
        }
    }

    private static string? Kind(SyntaxToken token)
    {
        SyntaxKind kind = token.Kind();
        if (SyntaxFacts.IsKeywordKind(kind) || SyntaxFacts.IsContextualKeyword(kind))
        {
            return "k";
        }

        return kind switch
        {
            SyntaxKind.NumericLiteralToken => "n",
            SyntaxKind.StringLiteralToken or SyntaxKind.CharacterLiteralToken or SyntaxKind.InterpolatedStringTextToken or SyntaxKind.InterpolatedStringStartToken
                or SyntaxKind.InterpolatedStringEndToken or SyntaxKind.InterpolatedVerbatimStringStartToken or SyntaxKind.SingleLineRawStringLiteralToken
                or SyntaxKind.MultiLineRawStringLiteralToken or SyntaxKind.Utf8StringLiteralToken => "s",
            SyntaxKind.IdentifierToken => Name(token),
            _ => null,
        };
    }

    private static string? Name(SyntaxToken token)
    {
        switch (token.Parent)
        {
            case BaseTypeDeclarationSyntax or DelegateDeclarationSyntax or TypeParameterSyntax:
                return "t";
            case MethodDeclarationSyntax or LocalFunctionStatementSyntax:
                return "m";
            case SimpleNameSyntax { Identifier.Text: "var" or "nameof" }:
                return "k";
            case SimpleNameSyntax name:
                SyntaxNode whole = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
                if (whole.Parent is InvocationExpressionSyntax call && call.Expression == whole)
                {
                    return "m";
                }

                return IsType(name) ? "t" : null;
            default:
                return null;
        }
    }

    private static bool IsType(SimpleNameSyntax name)
    {
        SyntaxNode? parent = name.Parent;
        return parent is ObjectCreationExpressionSyntax or TypeArgumentListSyntax or BaseTypeSyntax or NullableTypeSyntax or ArrayTypeSyntax or CastExpressionSyntax or TypeOfExpressionSyntax
            || (parent is VariableDeclarationSyntax declaration && declaration.Type == name)
            || (parent is ParameterSyntax parameter && parameter.Type == name)
            || (parent is ForEachStatementSyntax loop && loop.Type == name)
            || (parent is MethodDeclarationSyntax method && method.ReturnType == name)
            || (parent is LocalFunctionStatementSyntax function && function.ReturnType == name)
            || (parent is PropertyDeclarationSyntax property && property.Type == name)
            || (parent is DeclarationPatternSyntax or RecursivePatternSyntax or CatchDeclarationSyntax)
            || (parent is MemberAccessExpressionSyntax access && access.Expression == name && char.IsUpper(name.Identifier.Text[0]));
    }

    private static void Span(StringBuilder html, string? kind, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        string escaped = WebUtility.HtmlEncode(text);
        html.Append(kind is null ? escaped : $"<span class=\"{kind}\">{escaped}</span>");
    }
}
