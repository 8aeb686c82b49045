using System.Text.Json;
using System.Text.RegularExpressions;
using Lab.Notebooks;
using Lab.Notebooks.Pages;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace Notebooks.Tests;

public sealed partial class PageTests : IDisposable
{
    private const int Width = 940;
    private readonly Fixture fixture = new();

    public static TheoryData<string> Notebooks => Checkout.Theory(notebook => !Checkout.IsSolution(notebook));

    public void Dispose() => fixture.Dispose();

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_page_needs_nothing_but_itself(string notebook)
    {
        string page = await PageOf(notebook);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("(?i)(src|srcset|data|xlink:href)\\s*=\\s*[\"'](?!data:|#)", page);
        Assert.DoesNotMatch("(?i)<link\\b|@import|url\\(\\s*[\"']?(?!#|data:)", page);
    }

    [ChromiumTheory]
    [MemberData(nameof(Notebooks))]
    public async Task In_a_browser_every_chart_shows_something_and_nothing_is_asked_of_the_network(string notebook)
    {
        string path = Path.Combine(fixture.Folder, "page.html"), probed = Path.Combine(fixture.Folder, "probed.html"), screenshot = Path.Combine(fixture.Folder, "page.png");
        string page = await PageOf(notebook);
        await File.WriteAllTextAsync(path, page);
        await File.WriteAllTextAsync(probed, page.Replace("</body>", Probe + "</body>", StringComparison.Ordinal));

        // The browser measures where the charts are; then it takes a picture, and the charts are looked for in that.
        (string output, string log) = await Chromium.RunAsync(probed, Path.Combine(fixture.Folder, "profile"), $"--window-size={Width},2000", "--virtual-time-budget=5000", "--dump-dom");
        Match found = Found().Match(output);
        Assert.True(found.Success, log);
        Seen seen = JsonSerializer.Deserialize<Seen>(System.Net.WebUtility.HtmlDecode(found.Groups[1].Value), JsonSerializerOptions.Web)!;
        Assert.Empty(seen.Errors);
        Assert.Empty(seen.Requests);
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
        Assert.NotEmpty(seen.Charts);
        Assert.True(seen.PageWidth <= Width, $"the page is {seen.PageWidth} wide: something sticks out");

        await Chromium.RunAsync(path, Path.Combine(fixture.Folder, "profile"), $"--window-size={Width},{seen.PageHeight}", $"--screenshot={screenshot}");
        using Image<Rgb24> picture = Image.Load<Rgb24>(screenshot);
        Assert.All(seen.Charts, chart => Assert.True(Colors(picture, chart) >= 3, $"chart \"{chart.Title}\" at {chart.Y:0} px is empty"));
    }

    private const string Probe =
        """
        <script>
        const errors = [];
        addEventListener('error', e => errors.push(String(e.message || e.target?.src || e)), true);
        addEventListener('load', () => {
          const charts = [...document.querySelectorAll('.out svg, .out img')].map(c => {
            const box = c.getBoundingClientRect();
            return { title: c.querySelector?.('title')?.textContent ?? c.alt ?? '', x: box.x, y: box.y + scrollY, width: box.width, height: box.height };
          });
          const seen = { charts, errors, requests: performance.getEntriesByType('resource').map(r => r.name).filter(n => !n.startsWith('data:')),
            pageWidth: document.documentElement.scrollWidth, pageHeight: document.documentElement.scrollHeight };
          const pre = document.createElement('pre');
          pre.id = 'seen';
          pre.textContent = JSON.stringify(seen);
          document.body.append(pre);
        });
        </script>
        """;

    private static async Task<string> PageOf(string notebook)
    {
        NotebookRun run = await Executed.RunOf(notebook);
        Assert.True(run.Failure is null, run.Failure?.ToString());
        OutputPlace[] places = OutputPlaces.For([.. Checkout.All.Select(Checkout.PathOf)], Path.Combine(Checkout.Root, "artifacts", "lessons"));
        return NotebookPage.Write(run.Document, places.Single(place => place.Source == Checkout.PathOf(notebook)), places);
    }

    /// <summary>How many clearly different colours a stretch of the picture has.</summary>
    private static int Colors(Image<Rgb24> picture, Chart chart)
    {
        var colors = new HashSet<(int, int, int)>();
        for (int y = (int)chart.Y; y < Math.Min(picture.Height, chart.Y + chart.Height); y += 2)
        {
            for (int x = (int)chart.X; x < Math.Min(picture.Width, chart.X + chart.Width); x += 2)
            {
                Rgb24 pixel = picture[x, y];
                colors.Add((pixel.R / 32, pixel.G / 32, pixel.B / 32));
            }
        }

        return colors.Count;
    }

    private sealed record Seen(Chart[] Charts, string[] Errors, string[] Requests, int PageWidth, int PageHeight);

    private sealed record Chart(string Title, double X, double Y, double Width, double Height);

    [GeneratedRegex("<pre id=\"seen\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Found();
}
