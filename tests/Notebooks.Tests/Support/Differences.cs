using System.Globalization;
using System.Text.RegularExpressions;
using Lab.Notebooks;
using Microsoft.DotNet.Interactive.Documents;

namespace Notebooks.Tests;

/// <summary>
/// Compares the outputs of two runs of a notebook. Words must be the same, and counts with thousands. Other numbers may differ by 0.1
/// and 12 % together, numbers in a text about percentages by 12 points, and how many of a class are told right by 75, because another processor adds in another order and a training carries that on:
/// the network from scratch guesses, and its accuracy wanders about a half. Checksums of weights may be any. A figure must be built alike:
/// the same kinds of elements, each about as often.
/// </summary>
internal static partial class Differences
{
    private const double RelativeTolerance = 0.12, AbsoluteTolerance = 0.1, PointsTolerance = 12, GuessesTolerance = 75;
    private const double CountTolerance = 0.2;
    private const int CountSlack = 4;

    /// <summary>What differs, a sentence each; nothing where the outputs are alike.</summary>
    public static IReadOnlyList<string> Between(InteractiveDocument committed, InteractiveDocument fresh)
    {
        InteractiveDocumentElement[] before = NotebookFile.CodeCells(committed), now = NotebookFile.CodeCells(fresh);
        return before.Length != now.Length
            ? [$"{before.Length} cells with code against {now.Length}"]
            : [.. before.Zip(now).SelectMany((pair, index) => Of(pair.First, pair.Second).Select(difference => $"code cell {index + 1}: {difference}"))];
    }

    /// <summary>Why two texts count as different; null where they do not.</summary>
    public static string? OfText(string before, string now)
    {
        if (before == now)
        {
            return null;
        }

        string wordsBefore = Words(before), wordsNow = Words(now);
        if (wordsBefore != wordsNow)
        {
            int at = wordsBefore.Zip(wordsNow).TakeWhile(pair => pair.First == pair.Second).Count();
            return $"\"{Around(wordsBefore, at)}\" is now \"{Around(wordsNow, at)}\"";
        }

        (string Before, string Now) apart = Numbers(before).Zip(Numbers(now)).FirstOrDefault(pair => !AreNear(pair.First, pair.Second, before));
        return apart == default ? null : $"{apart.Before} is now {apart.Now}";
    }

    /// <summary>Why two drawings count as different; null where they do not.</summary>
    public static string? OfFigure(string before, string now)
    {
        if (before == now)
        {
            return null;
        }

        Dictionary<string, int> elementsBefore = Elements(before), elementsNow = Elements(now);
        foreach (string name in elementsBefore.Keys.Union(elementsNow.Keys))
        {
            int first = elementsBefore.GetValueOrDefault(name), second = elementsNow.GetValueOrDefault(name);
            if (Math.Abs(first - second) > CountSlack + (CountTolerance * Math.Max(first, second)) || (first == 0) != (second == 0))
            {
                return $"{first} <{name}> are now {second}";
            }
        }

        return OfText(ViewBox().Match(before).Value, ViewBox().Match(now).Value);
    }

    private static IEnumerable<string> Of(InteractiveDocumentElement before, InteractiveDocumentElement now)
    {
        if (before.Contents != now.Contents)
        {
            return ["the code is another"];
        }

        if (before.Outputs.Count != now.Outputs.Count)
        {
            return [$"{before.Outputs.Count} outputs are now {now.Outputs.Count}"];
        }

        return before.Outputs.Zip(now.Outputs).SelectMany(pair => Of(pair.First, pair.Second));
    }

    private static IEnumerable<string> Of(InteractiveDocumentOutputElement before, InteractiveDocumentOutputElement now)
    {
        (string kindBefore, IDictionary<string, object> formsBefore) = Forms(before);
        (string kindNow, IDictionary<string, object> formsNow) = Forms(now);
        // On the published packages a chart is interactive as well: HTML beside the drawing.
        IEnumerable<string> further = formsNow.Keys.Where(mimeType => !(mimeType == "text/html" && formsNow.ContainsKey("image/svg+xml") && !formsBefore.ContainsKey(mimeType)));
        if (kindBefore != kindNow || !formsBefore.Keys.Order().SequenceEqual(further.Order()))
        {
            yield return $"{kindBefore} of {string.Join(", ", formsBefore.Keys)} is now {kindNow} of {string.Join(", ", formsNow.Keys)}";
            yield break;
        }

        foreach ((string mimeType, object value) in formsBefore)
        {
            string first = WithoutStyle(value), second = WithoutStyle(formsNow[mimeType]);
            bool isFigure = mimeType == "image/svg+xml" || first.Contains("<svg", StringComparison.Ordinal);
            if ((isFigure ? OfFigure(first, second) : OfText(first, second)) is { } difference)
            {
                yield return $"{mimeType}: {difference}";
            }
        }
    }

    /// <summary>The text of a form. The style sheet in it is the kernel's own affair, and what an embedded picture is made of follows from the last bit of a training.</summary>
    private static string WithoutStyle(object form) => Picture().Replace(Style().Replace(OutputText.Of(form) ?? "", ""), "picture");

    private static (string Kind, IDictionary<string, object> Forms) Forms(InteractiveDocumentOutputElement output) => output switch
    {
        DisplayElement display => ("display", display.Data),
        ReturnValueElement result => ("result", result.Data),
        TextElement text => (text.Name, new Dictionary<string, object> { ["text/plain"] = text.Text }),
        ErrorElement error => ("error", new Dictionary<string, object> { ["text/plain"] = error.ErrorValue }),
        _ => throw new NotSupportedException(output.GetType().Name),
    };

    private static Dictionary<string, int> Elements(string drawing) => Element().Matches(drawing).CountBy(match => match.Groups[1].Value).ToDictionary();

    private static string Words(string text) => Space().Replace(Bars().Replace(Number().Replace(WithoutChecksums(text), "0"), ""), " ");

    private static IEnumerable<string> Numbers(string text) => Number().Matches(WithoutChecksums(text)).Select(match => match.Value);

    private static string WithoutChecksums(string text) => Checksum().Replace(text, "checksum");

    private static bool AreNear(string first, string second, string text)
    {
        if (first == second)
        {
            return true;
        }

        if (first.Contains(',', StringComparison.Ordinal) || second.Contains(',', StringComparison.Ordinal))
        {
            return false;
        }

        double before = Value(first), now = Value(second), apart = Math.Abs(before - now);
        return apart <= AbsoluteTolerance + (RelativeTolerance * Math.Max(Math.Abs(before), Math.Abs(now))) 
            || (text.Contains('%', StringComparison.Ordinal) && Math.Max(before, now) <= 100 && apart <= PointsTolerance)
            || (text.Contains("told right", StringComparison.Ordinal) && apart <= GuessesTolerance);
    }

    private static double Value(string number) => double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static string Around(string text, int at) => text[Math.Max(0, at - 20)..Math.Min(text.Length, at + 40)];

    [GeneratedRegex("(?<=base64,)[A-Za-z0-9+/=]+")]
    private static partial Regex Picture();

    [GeneratedRegex("<style>.*?</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex(@"[-+]?\d{1,3}(,\d{3})+(\.\d+)?|[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")]
    private static partial Regex Number();

    [GeneratedRegex(@"\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{6,}\b")]
    private static partial Regex Checksum();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("[█▉▊▋▌▍▎▏░▒▓]+")]
    private static partial Regex Bars();

    [GeneratedRegex("<([a-zA-Z][a-zA-Z0-9]*)")]
    private static partial Regex Element();

    [GeneratedRegex("viewBox=\"[^\"]*\"")]
    private static partial Regex ViewBox();
}
