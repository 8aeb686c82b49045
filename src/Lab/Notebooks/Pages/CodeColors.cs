using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Lab.Notebooks.Pages;

/// <summary>
/// C# as HTML with coloured words. By a pattern, not a compiler: some words have another colour than in an editor. (ColorCode.HTML 2.0 knows
/// no raw strings, no <c>record</c> or <c>not</c>, and gives types and methods no colour.)
/// </summary>
internal static partial class CodeColors
{
    /// <summary>The code, escaped, words by class: k keyword, s string, n number, c comment, t type, m method, d directive.</summary>
    public static string Block(string code)
    {
        StringBuilder html = new("<pre class=\"code\"><code>");
        int end = 0;
        foreach (Match word in Word().Matches(code))
        {
            Group kind = word.Groups.Values.Skip(1).First(group => group.Success);
            html.Append(WebUtility.HtmlEncode(code[end..word.Index]));
            html.Append($"<span class=\"{kind.Name}\">{WebUtility.HtmlEncode(word.Value)}</span>");
            end = word.Index + word.Length;
        }

        return html.Append(WebUtility.HtmlEncode(code[end..].TrimEnd())).Append("</code></pre>").ToString();
    }

    [GeneratedRegex(
        """"
        (?<c> //[^\n]* | /\*.*?\*/ )
        | (?<s> \$*"""+.*?"""+ | (\$@|@\$|@)"([^"]|"")*" | \$?"(\\.|[^"\\\n])*" | '(\\.|[^'\\\n])+' )
        | (?<d> ^[ ]*\#[a-z!][^\n]* )
        | (?<n> \b0x[0-9a-fA-F_]+ | \b\d[\d_]*(\.\d+)?([eE][-+]?\d+)?[fFdDmMlLuU]*\b )
        | (?<k> (?<!\.)\b(abstract|and|as|async|await|base|bool|break|byte|case|catch|char|class|const|continue|decimal|default|do|double
          |else|enum|event|extension|false|finally|fixed|float|for|foreach|get|if|in|init|int|interface|internal|is|lock|long|nameof
          |namespace|new|not|null|object|or|out|override|params|private|protected|public|readonly|record|ref|required|return|sbyte
          |sealed|set|short|static|string
          |struct|switch|this|throw|true|try|typeof|uint|ulong|ushort|using|var|virtual|void|when|where|while|with|yield)\b )
        | (?<m> \b[A-Za-z_]\w*(?=(<[\w,\ ?\[\]]+>)?\() (?<!\bnew\ \w+) )
        | (?<t> \b[A-Z]\w*(?=[?\[\]]*\ +[a-z_]\w*\b) | (?<=\bnew\ )[A-Z]\w* | (?<![.\w])[A-Z]\w*(?=[.<]) | (?<=<)[A-Z]\w*(?=[>,?]) )
        """",
        RegexOptions.Singleline | RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Word();
}
