namespace TransferLearning.Display;

/// <summary>Findings, what to do about them, and the first of the files.</summary>
internal sealed class FolderCheckDisplay() : FormatterSource<FolderCheck>(
    (MimeTypes.Html, check => check.Findings.Count == 0
        ? $"<p>{HtmlTable.Encode(check.ToString())}</p>"
        : HtmlTable.OfFacts(check.Findings.Select(finding => (finding.What, $"{finding.WhatToDo}{Files(finding)}")))),
    (MimeTypes.Text, check => check.ToString()))
{
    private const int Named = 4;

    private static string Files(FolderFinding finding) => finding.Files.Count == 0
        ? ""
        : $" ({string.Join(", ", finding.Files.Take(Named))}{(finding.Files.Count > Named ? $" and {finding.Files.Count - Named:N0} more" : "")})";
}
