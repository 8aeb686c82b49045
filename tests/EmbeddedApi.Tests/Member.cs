using System.Text.RegularExpressions;

namespace EmbeddedApi.Tests;

/// <summary>One line of a list of members, taken apart.</summary>
/// <param name="Type">The type that declares it; of a type itself, its own name.</param>
/// <param name="Before">Access, static, result.</param>
/// <param name="Name">With its generic parameters.</param>
/// <param name="Parameters">Null where there is no parameter list.</param>
/// <param name="After">Accessors, constraints, values.</param>
internal sealed partial record Member(string Type, string Before, string Name, IReadOnlyList<string>? Parameters, string After)
{
    /// <summary>Whether a base class may declare it just as well.</summary>
    public bool IsInherited => Name != ".ctor" && Before.Length > 0 && !Before.Contains("static ", StringComparison.Ordinal);

    /// <summary>What must be the same in both editions whatever the parameters.</summary>
    public (string Before, string Name, string After) Signature => (Before, Name, After);

    /// <param name="line">As in a list, with the two blanks of a member.</param>
    /// <param name="type">The type under which it stands.</param>
    public static Member Parse(string line, string type)
    {
        string text = Modifiers().Replace(line.Trim(), "").Replace(" [Obsolete]", "", StringComparison.Ordinal);
        int at = text.StartsWith(type + ".", StringComparison.Ordinal) ? 0 : text.IndexOf($" {type}.", StringComparison.Ordinal) + 1;
        string before = text[..at], rest = text[(at + type.Length + 1)..];
        int open = rest.IndexOf('('), end = rest.AsSpan().IndexOfAny("={[");
        if (open < 0 || (end >= 0 && end < open))
        {
            int stop = rest.IndexOf(' ', StringComparison.Ordinal) is var blank and >= 0 ? blank : rest.Length;
            return new Member(type, before, rest[..stop], null, rest[stop..]);
        }

        List<string> parameters = SplitParameters(rest[(open + 1)..], out int close);
        return new Member(type, before, rest[..open], parameters, rest[(open + 1 + close + 1)..]);
    }

    /// <summary>Whether these parameters are the others', but for optional ones left out: callers name theirs.</summary>
    public bool LeavesOutOnlyOptional(Member published)
    {
        if (Parameters is null || published.Parameters is null)
        {
            return Parameters is null && published.Parameters is null;
        }

        int mine = 0;
        foreach (string parameter in published.Parameters)
        {
            if (mine < Parameters.Count && Parameters[mine] == parameter)
            {
                mine++;
            }
            else if (!parameter.Contains(" = ", StringComparison.Ordinal))
            {
                return false;
            }
        }

        return mine == Parameters.Count;
    }

    private static List<string> SplitParameters(string text, out int close)
    {
        var parameters = new List<string>();
        int depth = 0, start = 0;
        bool isQuoted = false;
        for (close = 0; ; close++)
        {
            char c = text[close];
            isQuoted ^= c == '"';
            if (isQuoted)
            {
                continue;
            }

            if (depth == 0 && (c is ',' or ')'))
            {
                if (text[start..close].Trim() is { Length: > 0 } parameter)
                {
                    parameters.Add(parameter);
                }

                start = close + 1;
                if (c == ')')
                {
                    return parameters;
                }
            }

            depth += c is '(' or '<' or '[' ? 1 : c is ')' or '>' or ']' ? -1 : 0;
        }
    }

    [GeneratedRegex(@"\b(override|virtual|abstract|sealed|readonly) ")]
    private static partial Regex Modifiers();
}
