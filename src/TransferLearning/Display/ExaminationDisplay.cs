namespace TransferLearning.Display;

/// <summary>What the doctor found, as a table with the findings below.</summary>
internal sealed class ExaminationDisplay() : FormatterSource<Examination>(
    (MimeTypes.Html, examination => HtmlTable.OfFacts(
            [.. examination.Facts.Select(fact => (fact.Key, fact.Value)), ("self-test", examination.SelfTest?.ToString() ?? "FAILED: no tensor can be made")])
        + string.Concat(examination.Findings.Select(finding => $"<p><strong>{HtmlTable.Encode(finding.Problem)}</strong> {HtmlTable.Encode(finding.Mend)}</p>"))),
    (MimeTypes.Text, examination => examination.ToString()));
