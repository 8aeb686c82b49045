using Plotly.NET;
using Plotly.NET.LayoutObjects;
using Chart = Plotly.NET.CSharp.Chart;

namespace TransferLearning;

/// <summary>
/// What Plotly.NET lacks in C#: charts without type arguments, and styling by the names that plotly.js's own reference uses.
/// </summary>
/// <example><code>
/// Chart.Combine([Chart.Line(epochs, training, "training", Palette.Grey, dashed: true), Chart.Line(epochs, validation, "validation")])
///     .Titled("Loss", "validation turns up where training goes on falling").XAxis("epoch").YAxis("loss", ("rangemode", "tozero"))
/// </code></example>
#pragma warning disable CA1708 // counts the two extension blocks as one name
public static class ChartExtensions
#pragma warning restore CA1708
{
    extension(Chart)
    {
        /// <summary>Any trace of plotly.js, by its own names: <c>Chart.Trace("bar", ("x", names), ("y", values))</c>.</summary>
        public static GenericChart Trace(string type, params (string Name, object? Value)[] properties) =>
            GenericChart.ofTraceObject(false, new Trace2D(type).With(properties)).House();

        /// <summary>A line through points.</summary>
        public static GenericChart Line<TX, TY>(
            IEnumerable<TX> x, IEnumerable<TY> y, string? name = null, string color = Palette.Blue, bool dashed = false,
                bool markers = false, string symbol = "circle") => Chart.Trace(
                "scatter", ("x", x.ToArray()), ("y", y.ToArray()), ("name", name), ("showlegend", name is not null),
                ("mode", markers ? "lines+markers" : "lines"), ("marker", Of(("size", 7), ("color", color), ("symbol", symbol))),
                ("line", Of(("color", color), ("width", dashed ? 1.6 : 2.4), ("dash", dashed ? "4px,3px" : "solid"))));

        /// <summary>Points, not joined.</summary>
        public static GenericChart Points<TX, TY>(
            IEnumerable<TX> x, IEnumerable<TY> y, string? name = null, string color = Palette.Blue, double size = 8,
                string symbol = "circle") => Chart.Trace(
                "scatter", ("x", x.ToArray()), ("y", y.ToArray()), ("name", name), ("showlegend", name is not null), ("mode", "markers"),
                ("cliponaxis", false), ("marker", Of(("size", size), ("color", color), ("symbol", symbol))));

        /// <summary>The area between two lines, as for an interval.</summary>
        public static GenericChart Band<TX>(
            IReadOnlyCollection<TX> x, IReadOnlyCollection<double> low, IReadOnlyCollection<double> high, string color = Palette.Blue) =>
                Chart.Trace(
                "scatter", ("x", (TX[])[.. x, .. x.Reverse()]), ("y", (double[])[.. high, .. low.Reverse()]), ("mode", "lines"),
                ("line", Of(("width", 0), ("color", color))), ("fill", "toself"), ("fillcolor", color + "26"), // 26: 15 % opaque
                ("hoverinfo", "skip"), ("showlegend", false));
    }

    extension(GenericChart chart)
    {
        /// <summary>A title, and a line below it. Names of files and classes go through <see cref="Escape"/> first.</summary>
        public GenericChart Titled(string title, string subtitle = "") => chart.Layout(("title", Of(
            ("text", subtitle == "" ? $"<b>{title}</b>"
                : $"<b>{title}</b><br><span style=\"font-size:12.5px;color:{Palette.Muted}\">{subtitle}</span>"),
            ("pad", Of(("t", subtitle == "" ? 14 : 23), ("l", 14))))));

        /// <summary>What a reader who does not see the chart is told.</summary>
        public GenericChart Described(string words) => chart.Layout(("meta", Of(("description", words))));

        /// <summary>Puts the traces so far onto the axes of another panel; its place is the axes' "domain".</summary>
        public GenericChart OnPanel(int panel) => Plotly.NET.Chart.withAxisAnchor(panel, panel).Invoke(chart);

        /// <summary>Title and properties of the first panel's horizontal axis.</summary>
        public GenericChart XAxis(string title = "", params (string Name, object? Value)[] more) => chart.XAxis(1, title, more);

        /// <summary>Title and properties of a panel's horizontal axis.</summary>
        public GenericChart XAxis(int panel, string title, params (string Name, object? Value)[] more) => Plotly.NET.Chart.withXAxis(
            Axis(title).With(("anchor", panel == 1 ? "y" : $"y{panel}")).With(more), StyleParam.SubPlotId.NewXAxis(panel)).Invoke(chart);

        /// <summary>Title and properties of the first panel's vertical axis.</summary>
        public GenericChart YAxis(string title = "", params (string Name, object? Value)[] more) => chart.YAxis(1, title, more);

        /// <summary>Title and properties of a panel's vertical axis.</summary>
        public GenericChart YAxis(int panel, string title, params (string Name, object? Value)[] more) => Plotly.NET.Chart.withYAxis(
            Axis(title).With(("anchor", panel == 1 ? "x" : $"x{panel}")).With(more), StyleParam.SubPlotId.NewYAxis(panel)).Invoke(chart);

        /// <summary>Words to the right of a point, in the units of the axes (on a logarithmic axis the base-10 logarithm).</summary>
        public GenericChart Note(string text, object x, object y, string color = Palette.Ink, params (string Name, object? Value)[] more) =>
            Plotly.NET.Chart.withAnnotation(
                new Annotation().With(
                    ("text", text), ("x", x), ("y", y), ("showarrow", false), ("xanchor", "left"), ("xshift", 8), ("align", "left"),
                    ("font", Of(("size", 12), ("color", color)))).With(more),
                true).Invoke(chart);

        /// <summary>A thin dashed line across a panel, upright at an x.</summary>
        public GenericChart Rule(double x, int panel = 1) => Plotly.NET.Chart.withShape(
            new Shape().With(
                ("type", "line"), ("layer", "below"), ("line", Of(("dash", "4px,3px"), ("width", 1.2), ("color", Palette.Line))),
                ("xref", $"x{panel}"), ("x0", x), ("x1", x), ("yref", $"y{panel} domain"), ("y0", 0), ("y1", 1)),
            true).Invoke(chart);

        /// <summary>Any property of plotly.js's layout, by its own name.</summary>
        public GenericChart Layout(params (string Name, object? Value)[] properties) =>
            Plotly.NET.Chart.withLayout(new Layout().With(properties)).Invoke(chart);

        private GenericChart House() => chart
            .Layout(
                ("font", Of(("size", 12), ("color", Palette.Ink),
                    ("family", "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"))),
                ("width", 720), ("height", 360), ("hovermode", "closest"), ("margin", Of(("l", 60), ("r", 30), ("t", 72), ("b", 50))),
                ("title", Of(("font", Of(("size", 16))), ("x", 0), ("xanchor", "left"), ("yref", "container"), ("y", 1),
                    ("yanchor", "top"))),
                ("paper_bgcolor", "#ffffff"), ("plot_bgcolor", "#ffffff"))
            .XAxis().YAxis();
    }

    /// <summary>A name as it is: plotly.js reads markup in every text.</summary>
    public static string Escape(string name) => name.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>An object of plotly.js.</summary>
    internal static DynamicObj.DynamicObj Of(params (string Name, object? Value)[] properties) => new DynamicObj.DynamicObj()
        .With(properties);

    internal static T With<T>(this T target, params (string Name, object? Value)[] properties) where T : DynamicObj.DynamicObj
    {
        foreach ((string name, object? value) in properties)
        {
            if (value is not null)
            {
                target.SetProperty(name, value);
            }
        }

        return target;
    }

    private static LinearAxis Axis(string title) => new LinearAxis().With(
        ("title", title == "" ? null : Of(("text", title), ("standoff", 8), ("font", Of(("size", 12), ("color", Palette.Muted))))),
        ("tickfont", Of(("color", Palette.Muted))), ("gridcolor", Palette.Grid), ("zeroline", false), ("automargin", true));
}

/// <summary>Colours that people with every kind of colour vision tell apart (after Okabe and Ito), dark enough for text on white.</summary>
public static class Palette
{
    /// <summary>The series in their order. Frozen is blue, fine-tuned vermilion, from scratch (and a training curve) grey.</summary>
    public const string Blue = "#0072b2", Vermilion = "#c24a00", Green = "#007a5a", Purple = "#a2447b", Ochre = "#8a6200",
        Grey = "#5b6570";

    /// <summary>Text, less important text, lines of reference, grid lines.</summary>
    public const string Ink = "#1f2328", Muted = "#59636e", Line = "#8c959f", Grid = "#e4e7eb";

    /// <summary>A share of 0 and of 1, so light that figures in ink stand out on both.</summary>
    public const string Few = "#f3f6f9", Many = "#66abd9";

    private static readonly string[] Series = [Blue, Vermilion, Green, Purple, Ochre, Grey];

    /// <summary>The colour of a series, counted from 0; after the sixth they start again.</summary>
    public static string OfSeries(int index) => Series[index % Series.Length];

    /// <summary>A strategy's own colour, wherever a chart compares strategies.</summary>
    public static string Of(Strategy strategy) => strategy switch { Strategy.Scratch => Grey, Strategy.Frozen => Blue, _ => Vermilion };
}
