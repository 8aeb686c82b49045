using System.Text;

namespace TransferLearning;

/// <summary>A page that stands by itself: one HTML file without script, without network, for screen, phone and paper. Made by <see cref="Reports"/>.</summary>
public sealed class Report
{
    private readonly string _html;

    internal Report(string title, string headline, IReadOnlyList<string> findings, string html)
    {
        Title = title;
        Headline = headline;
        Findings = findings;
        _html = html;
    }

    /// <summary>What the report is about.</summary>
    public string Title { get; }

    /// <summary>What came out, in a sentence computed from the figures.</summary>
    public string Headline { get; }

    /// <summary>What else the figures say, and what they cannot say; a sentence or two each.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>The page.</summary>
    public string ToHtml() => _html;

    /// <summary>Writes the page to a file, whose folder is made if it is missing.</summary>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllText(path, _html, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>The headline.</summary>
    public override string ToString() => Headline;
}
