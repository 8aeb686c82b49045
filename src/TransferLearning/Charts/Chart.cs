using System.Text;
using TransferLearning.Charting;
using TransferLearning.Display;

namespace TransferLearning;

/// <summary>
/// A chart as a static SVG: it shows on GitHub, in VS Code, in JupyterLab and in a browser without network, on light and dark ground.
/// Made by <see cref="Charts"/>.
/// </summary>
[TypeFormatterSource(typeof(ChartDisplay))]
public sealed class Chart
{
    private readonly Lazy<string> _svg;

    private Chart(string title, string description, Func<string> draw)
    {
        Title = title;
        Description = description;
        _svg = new Lazy<string>(draw);
    }

    internal Chart(Figure figure)
        : this(figure.Layout.Title, figure.Layout.Description, () => SvgRenderer.Render(figure))
    {
    }

    internal Chart(string title, string description, string svg)
        : this(title, description, () => svg)
    {
    }

    /// <summary>What the chart shows, or what it says.</summary>
    public string Title { get; }

    /// <summary>Its content in a sentence or two, for those who cannot see it.</summary>
    public string Description { get; }

    /// <summary>The chart as an SVG element: no script, nothing to load.</summary>
    public string ToSvg() => _svg.Value;

    /// <summary>Writes the chart to a file, whose folder is made if it is missing.</summary>
    /// <param name="path">A path that ends in .svg.</param>
    /// <exception cref="ArgumentException">The path does not end in .svg.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!Path.GetExtension(path).Equals(".svg", StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"A chart is saved as .svg; '{path}' ends in '{Path.GetExtension(path)}'.", nameof(path));
        }

        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        File.WriteAllText(path, ToSvg(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
    }

    /// <summary>The description.</summary>
    public override string ToString() => $"{Title}. {Description}";
}
