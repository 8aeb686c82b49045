using System.Text.Json;
using Plotly.NET;
using TransferLearning.Display;

namespace TransferLearning.Charting;

/// <summary>
/// A chart as HTML: the static drawing, and a script that puts plotly.js's own in its place. Where the script may not run, the drawing stays.
/// Nothing is loaded: the first chart of a page brings plotly.js along, the others find it there.
/// </summary>
internal static class InteractiveChart
{
    // A page may use a module loader, which plotly.js would rather talk to than to the page: it is not shown any.
    private const string Load = """
        <script>
        if (!window.Plotly) { (function (define, module, exports) { /*plotly*/
        }).call(window); }
        (window.transferLearningCharts || []).splice(0).forEach(function (draw) { draw(); });
        </script>
        """;

    private const string Upgrade = """
        <script>
        (function () {
            var figure = /*figure*/, dark = /*dark*/;
            function draw() {
                var host = document.getElementById("/*id*/"), box = document.createElement("div"), text = JSON.stringify(figure);
                if (!host) { return; }
                if (window.matchMedia && matchMedia("(prefers-color-scheme: dark)").matches) {
                    Object.keys(dark).forEach(function (light) { text = text.split(light).join(dark[light]); });
                }
                try {
                    figure = JSON.parse(text);
                    host.style.position = "relative";
                    box.style.cssText = "position:absolute;top:0;visibility:hidden";
                    host.appendChild(box);
                    Plotly.newPlot(box, figure.data, figure.layout, figure.config).then(function () {
                        host.replaceChildren(box);
                        box.style.cssText = "";
                    }, function () { box.remove(); });
                } catch (error) { box.remove(); }
            }
            if (window.Plotly) { draw(); } else { (window.transferLearningCharts = window.transferLearningCharts || []).push(draw); }
        })();
        </script>
        """;

    private static readonly string Dark = JsonSerializer.Serialize(
        Colors.Dark.Concat(Colors.Dark.Select(pair => KeyValuePair.Create(Rgba(pair.Key), Rgba(pair.Value)))).ToDictionary());

    private static int _count;
    private static int _loaded;

    /// <summary>The next chart stands on a new page: it brings plotly.js along again.</summary>
    public static void StartPage() => Interlocked.Exchange(ref _loaded, 0);

    /// <summary>The chart with plotly.js where this is the first on its page.</summary>
    public static string ToHtml(Chart chart) => ToHtml(chart, chart.Figure is not null && Interlocked.Exchange(ref _loaded, 1) == 0 ? PlotlyScript.Read() : null);

    /// <summary>The chart, with <paramref name="plotly"/> before it unless that is null.</summary>
    public static string ToHtml(Chart chart, string? plotly)
    {
        if (chart.Figure is not { } figure)
        {
            return DrawingHtml.Of(chart);
        }

        string id = $"transfer-learning-chart-{Interlocked.Increment(ref _count)}-{Environment.TickCount64:x}";
        string load = plotly is null ? "" : Load.Replace("/*plotly*/", plotly.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase), StringComparison.Ordinal);
        string upgrade = Upgrade
            .Replace("/*id*/", id, StringComparison.Ordinal)
            .Replace("/*dark*/", Dark, StringComparison.Ordinal)
            .Replace("/*figure*/", InScript(GenericChart.toJson(figure)), StringComparison.Ordinal);
        return $"<div id=\"{id}\">{DrawingHtml.Of(chart)}</div>{load}{upgrade}";
    }

    /// <summary>JSON that cannot end the script it stands in.</summary>
    private static string InScript(string json) => json
        .Replace("<", "\\u003c", StringComparison.Ordinal)
        .Replace("\u2028", "\\u2028", StringComparison.Ordinal)
        .Replace("\u2029", "\\u2029", StringComparison.Ordinal);

    /// <summary>The start of a colour as scales with opacity write it.</summary>
    private static string Rgba(string hex)
    {
        byte[] rgb = Convert.FromHexString(hex.AsSpan(1));
        return $"rgba({rgb[0]},{rgb[1]},{rgb[2]},";
    }
}
