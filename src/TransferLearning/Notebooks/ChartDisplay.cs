using System.IO.Compression;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.Commands;
using Plotly.NET;

namespace TransferLearning;

/// <summary>Shows Plotly.NET's charts in a notebook: interactive and without the network, or as sentences where no script runs.</summary>
/// <remarks>
/// plotly.js comes out of Plotly.NET.dll and goes into the notebook once, packed (1.5 MB): into the output that <see cref="LibraryHere"/>
/// is written to (the settings that a lesson shows in its first cells), or else before the first chart. A chart waits until it is on the
/// page, in whatever order the outputs are put there.
/// </remarks>
internal static class ChartDisplay
{
    // What all charts and plotly.js meet in, whichever comes first: page.ready is kept by page.bring(plotly).
    private const string Page = "const page = window.plotlyCharts ??= {}; page.ready ??= new Promise(keep => page.bring = keep);";

    /// <summary>A function that has plotly.js draw what a page's boxes hold.</summary>
    internal const string DrawAll = """
        plotly => {
          for (const box of document.querySelectorAll(".plotly-chart:not(.drawn)")) {
            const { data, layout, config } = JSON.parse(box.querySelector("script").textContent), place = document.createElement("div");
            place.setAttribute("role", "img");
            place.setAttribute("aria-label", box.querySelector("p").textContent);
            box.classList.add("drawn");
            box.replaceChildren(place);
            plotly.newPlot(place, data, layout, { responsive: !layout.width, displayModeBar: false, ...config });
          }
        }
        """;

    private const string Draw = "<script>(() => { " + Page + " page.ready.then(" + DrawAll + """
          );
          setTimeout(() => page.brought || document.querySelectorAll(".plotly-chart:not(.drawn, .waiting)").forEach(box => {
            box.classList.add("waiting");
            box.querySelector("p").append(" (This becomes a chart when the first cells of the notebook are run again.)");
          }), 5000);
        })()</script>
        """;

    // A page that has plotly.js ignores a second one. As a function with a `module` and no `define` it hands itself over, and a require.js
    // on the page is not asked.
    private static readonly Lazy<string> Library = new(() => "<script>(async () => { " + Page + """

          if (page.brought) return;
          page.brought = true;
          const packed = Uint8Array.from(atob("
        """ + Packed() + """
        "), character => character.charCodeAt(0));
          const code = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
          const module = { exports: {} };
          new Function("module", "exports", "define", code)(module, module.exports);
          page.bring(module.exports);
        })()</script>
        """);

    private static object? s_carrier;   // the run of a cell (SubmitCode) that wrote plotly.js into its output

    /// <summary>A chart for a page, without plotly.js.</summary>
    /// <param name="figure">data, layout and config as JSON.</param>
    internal static string Html(string figure) =>
        $"<div class=\"plotly-chart\"><p>{HtmlTable.Encode(ChartText.Describe(figure))}</p>"
        + $"<script type=\"application/vnd.plotly.v1+json\">{figure.Replace("<", "\\u003c")}</script></div>{Draw}";

    /// <summary>
    /// A chart for a cell's output: with plotly.js unless another output of the notebook brings it. A cell that did so and is run again has
    /// lost that output, and does so again.
    /// </summary>
    internal static string CellHtml(GenericChart chart)
    {
        var cell = KernelInvocationContext.Current?.Command as SubmitCode;
        bool isDue = s_carrier is not SubmitCode carrier || (cell != carrier && cell?.Code == carrier.Code);
        return (isDue ? LibraryHere() : "") + Html(GenericChart.toJson(chart));
    }

    /// <summary>plotly.js for an output that brings it whenever its cell is run.</summary>
    internal static string LibraryHere()
    {
        s_carrier = KernelInvocationContext.Current?.Command;
        return Library.Value;
    }

    /// <summary>plotly.js as Plotly.NET carries it.</summary>
    internal static byte[] Plotly()
    {
        using Stream script = typeof(GenericChart).Assembly.GetManifestResourceStream("Plotly.NET.plotly-2.28.0.min.js")!;
        byte[] bytes = new byte[script.Length];
        script.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The same as gzip in base64.</summary>
    internal static string Packed()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write(Plotly());
        }

        return Convert.ToBase64String(packed.ToArray());
    }
}
