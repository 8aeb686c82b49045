using System.Collections;
using System.Net;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using TransferLearning.Display;

namespace TransferLearning;

/// <summary>
/// Shows in a terminal what a notebook shows in its cells, for programs that <c>Lab export</c> has made of one: texts and tables are written, drawings
/// become files beside the program. The members are called as a notebook's are.
/// </summary>
public static partial class ScriptOutput
{
    private static int drawings;

    /// <summary>Shows a value.</summary>
    /// <param name="value">Whatever a cell may end with.</param>
    /// <param name="script">The program's file, which the compiler fills in; drawings are named after it.</param>
    /// <returns>What was shown, to be updated.</returns>
    public static ShownValue display(object? value, [CallerFilePath] string script = "")
    {
        var shown = new ShownValue();
        if (value is Html html)
        {
            shown.Update(html);
            return shown;
        }

        ShownValue.FinishLine();
        Dictionary<string, string> forms = FormsOf(value);
        if (forms.TryGetValue(MimeTypes.Svg, out string? drawing))
        {
            Console.WriteLine(Save(drawing, script));
        }

        Console.WriteLine(forms.GetValueOrDefault(MimeTypes.Text) ?? PlainText(value));
        return shown;
    }

    /// <summary>A piece of HTML; a terminal shows its text.</summary>
    /// <param name="content">The HTML.</param>
    public static Html HTML(string content) => new(content);

    /// <summary>A heading of the notebook.</summary>
    /// <param name="text">The words.</param>
    public static void heading(string text)
    {
        ShownValue.FinishLine();
        Console.WriteLine();
        Console.WriteLine(text);
        Console.WriteLine(new string('-', text.Length));
    }

    /// <summary>The text of a piece of HTML, on one line.</summary>
    internal static string TextOf(string html)
    {
        string text = Tag().Replace(Break().Replace(Drawing().Replace(html, ""), " · "), " ");
        return WebUtility.HtmlDecode(Spaces().Replace(text, " ")).Trim(' ', '·');
    }

    private static Dictionary<string, string> FormsOf(object? value)
    {
        var forms = new Dictionary<string, string>();
        if (value?.GetType().GetCustomAttribute<TypeFormatterSourceAttribute>() is { } source && Activator.CreateInstance(source.FormatterSourceType) is IFormatterSource maker)
        {
            foreach (TypeFormatter formatter in maker.CreateTypeFormatters())
            {
                using var writer = new StringWriter();
                formatter.Format(value, writer);
                forms[formatter.MimeType] = writer.ToString();
            }
        }

        return forms;
    }

    private static string PlainText(object? value) => value switch
    {
        null => "null",
        string text => text,
        IEnumerable many => string.Join(Environment.NewLine, many.Cast<object?>()),
        _ => value.ToString() ?? "",
    };

    private static string Save(string drawing, string script)
    {
        string folder = Path.GetDirectoryName(script) is { Length: > 0 } beside && Directory.Exists(beside) ? beside : Environment.CurrentDirectory;
        string path = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(script)}-{Interlocked.Increment(ref drawings):00}.svg");
        File.WriteAllText(path, drawing);
        return Path.GetRelativePath(Environment.CurrentDirectory, path);
    }

    [GeneratedRegex("<(svg|style|script)\\b.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex Drawing();

    [GeneratedRegex("<br ?/?>|</(div|p|tr|li)>")]
    private static partial Regex Break();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
