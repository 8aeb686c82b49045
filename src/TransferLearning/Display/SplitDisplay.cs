namespace TransferLearning.Display;

/// <summary>The three parts and how many pictures of each class they have.</summary>
internal sealed class SplitDisplay() : FormatterSource<Split>(
    (MimeTypes.Html, split => HtmlTable.Of(
        title: null,
        ["part", "pictures", .. split.Classes],
        split.Parts.Select(part => (IReadOnlyList<string>)[part.Name, $"{part.Count:N0}", .. part.CountsByClass.Select(count => $"{count:N0}")]))),
    (MimeTypes.Text, split => split.ToString()));
