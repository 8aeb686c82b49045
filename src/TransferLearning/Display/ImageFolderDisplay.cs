namespace TransferLearning.Display;

/// <summary>What is in a folder of pictures, and what had to be left out.</summary>
internal sealed class ImageFolderDisplay() : FormatterSource<ImageFolder>(
    (MimeTypes.Html, folder => HtmlTable.Of(
        title: null,
        ["class", "pictures"],
        folder.Classes.Zip(folder.All.CountsByClass, (name, count) => (IReadOnlyList<string>)[name, $"{count:N0}"]),
        LeftOut(folder))),
    (MimeTypes.Text, folder => folder.ToString()))
{
    private const int Named = 5;

    private static string? LeftOut(ImageFolder folder) => folder.LeftOut.Count == 0
        ? null
        : $"{folder.LeftOut.Count:N0} left out: {string.Join("; ", folder.LeftOut.Take(Named).Select(file => $"{Path.GetFileName(file.Path)} ({file.Reason})"))}{(folder.LeftOut.Count > Named ? "; …" : "")}";
}
