using System.Security.Cryptography;
using System.Text;
using TransferLearning;

namespace Lab.Notebooks.Pages;

/// <summary>plotly.js, once on a page and packed, and the script that unpacks it and draws the page's charts.</summary>
internal static class PageCharts
{
    /// <summary>How the figure begins that the library puts into a chart's output.</summary>
    public const string Mark = "<script type=\"application/vnd.plotly.v1+json\">";

    // A notebook's own scripts (see ChartDisplay) make a function of a text, which no content policy that deserves its name allows.
    private const string Draw = """
        (async () => {
          const packed = Uint8Array.from(atob(document.getElementById("plotly.js").textContent), character => character.charCodeAt(0));
          const script = document.createElement("script");
          script.textContent = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
          document.head.append(script);
          (
        """ + ChartDisplay.DrawAll + """
          )(Plotly);
          for (const box of document.querySelectorAll(".plotly-chart")) {
            const { width, height } = box.firstChild._fullLayout;
            box.style.cssText = `--width:${width}px;--height:${height}px`;   // for large type
          }
        })();
        """;

    /// <summary>Both scripts, as a content policy names them.</summary>
    public static string Allowed { get; } = $"{Hash(ChartDisplay.Plotly())} {Hash(Encoding.UTF8.GetBytes(Draw.ReplaceLineEndings("\n")))}";

    /// <summary>What stands at the end of a page with charts.</summary>
    public static string Scripts { get; } =
        $"<script id=\"plotly.js\" type=\"text/plain\">{ChartDisplay.Packed()}</script>\n<script>{Draw}</script>";

    /// <summary>A script, as a content policy names it.</summary>
    internal static string Hash(byte[] script) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(script))}'";
}
