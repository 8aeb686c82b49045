using System.Text;
using Plotly.NET;
using TransferLearning.Charting;
using TransferLearning.Charting.Drawing;
using TransferLearning.Display;

namespace TransferLearning;

/// <summary>
/// A chart as a static SVG: it shows on GitHub, in VS Code, in JupyterLab and in a browser without network, on light and dark ground. Where
/// plotly.js is at hand, a notebook makes it interactive. Made by <see cref="Charts"/>.
/// </summary>
[TypeFormatterSource(typeof(ChartDisplay))]
public class Chart
{
    private readonly string? _svg;

    internal Chart(GenericChart figure, string title, string description)
    {
        Figure = figure;
        Title = title;
        Description = description;
    }

    private protected Chart(string title, string description, string svg)
    {
        Title = title;
        Description = description;
        _svg = svg;
    }

    /// <summary>What the chart shows, or what it says.</summary>
    public string Title { get; }

    /// <summary>Its content in a sentence or two, for those who cannot see it.</summary>
    public string Description { get; }

    /// <summary>The chart as Plotly.NET knows it; null for grids of pictures, which Plotly has no good form for.</summary>
    public GenericChart? Figure { get; }

    /// <summary>The chart with its figure changed: <c>chart.With(figure => figure.WithXAxisStyle&lt;double, double, string&gt;(TitleText: "pass"))</c>.</summary>
    /// <exception cref="InvalidOperationException">This is a grid of pictures, which has no figure.</exception>
    public Chart With(Func<GenericChart, GenericChart> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        GenericChart figure = change(
            Figure ?? throw new InvalidOperationException($"\"{Title}\" is a grid of pictures; it has no Plotly figure that could be changed."));
        return Charts.Of(figure, Description);
    }

    /// <summary>The chart as an SVG element: no script, nothing to load.</summary>
    public string ToSvg() => _svg ?? SvgRenderer.Render(FigureReader.Read(GenericChart.toJson(Figure!)), Title, Description);

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
