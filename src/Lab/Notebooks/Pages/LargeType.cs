using System.Text;

namespace Lab.Notebooks.Pages;

/// <summary>
/// Large type for the last row of a room: a button on every page, or <c>?large</c> behind its address. Text, pictures and charts grow, and
/// the pages that this one leads to open as large. Charts are scaled and not zoomed: plotly.js finds the mouse under a transform only.
/// </summary>
internal static class LargeType
{
    /// <summary>The id of what grows.</summary>
    public const string Text = "page-text";

    public const string Button = "<button type=\"button\" id=\"large-type\" aria-pressed=\"false\">Large type</button>";

    private const string Toggle = """
        (() => {
          const page = document.documentElement, button = document.getElementById("large-type");
          const show = isLarge => {
            page.classList.toggle("large", isLarge);
            button.setAttribute("aria-pressed", isLarge);
            for (const link of document.links) {
              if (link.pathname !== location.pathname && /[.]html$/.test(link.pathname) && link.protocol === location.protocol) {
                link.search = isLarge ? "large" : "";
              }
            }
          };
          button.addEventListener("click", () => show(!page.classList.contains("large")));
          show(new URLSearchParams(location.search).has("large"));
        })();
        """;

    /// <summary>The script, as a content policy names it.</summary>
    public static string Allowed { get; } = PageCharts.Hash(Encoding.UTF8.GetBytes(Toggle.ReplaceLineEndings("\n")));

    /// <summary>What stands behind a page's text.</summary>
    public static string Script { get; } = $"<script>{Toggle}</script>";
}
