using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lab.Notebooks;
using TransferLearning;

namespace Notebooks.Tests;

/// <summary>Charts on pages and in committed notebooks. One notebook with charts is run once for all tests.</summary>
public sealed partial class PageTests(PageTests.Charts charts) : IClassFixture<PageTests.Charts>
{
    [Fact]
    public void A_page_needs_nothing_but_itself_and_holds_plotly_once()
    {
        string page = File.ReadAllText(charts.Place.Page);

        Assert.Equal((1, 2), (Regex.Count(page, "id=\"plotly\\.js\""), Figure().Count(page)));
        Assert.InRange(page.Length, 1, 2_000_000);
        AssertNeedsNothing(page);
    }

    [NeedsFact("chromium")]
    public async Task In_a_browser_the_charts_are_drawn_and_a_script_in_a_text_does_not_run()
    {
        (string drawn, string log) = await OpenAsync(charts.Place.Page);

        Assert.Equal(2, Drawn().Count(drawn));
        // the text's alert(1)
        string refused = Assert.Single(log.Split('\n'), line => line.Contains("CONSOLE", StringComparison.Ordinal));
        Assert.Contains("Content Security Policy", refused, StringComparison.Ordinal);
    }

    [NeedsFact("chromium")]
    public async Task Large_type_is_a_few_keys_away_and_charts_and_the_pages_behind_links_grow_with_the_text()
    {
        await using Browser browser = await Browser.OpenAsync(new Uri(charts.Place.Page).AbsoluteUri);
        await browser.WaitForAsync("document.hasFocus() && document.querySelectorAll('.js-plotly-plot').length == 2");   // or keys are lost
        async Task<(double Text, double Chart)> HeightsAsync() =>
            (await HeightAsync(browser, "main h1"), await HeightAsync(browser, ".js-plotly-plot"));
        (double text, double chart) = await HeightsAsync();

        await browser.PressAsync("Tab", 9);
        Assert.Equal("Skip to the text", await browser.ReadAsync("document.activeElement.textContent"));
        await browser.PressAsync("Tab", 9);
        Assert.Equal("large-type false", await browser.ReadAsync("document.activeElement.id + ' ' + document.activeElement.ariaPressed"));
        await browser.PressAsync(" ", 32, " ");
        Assert.Equal("true", await browser.ReadAsync("document.activeElement.ariaPressed"));
        (double largeText, double largeChart) = await HeightsAsync();
        Assert.Equal((1.5, 1.5), (Math.Round(largeText / text, 2), Math.Round(largeChart / chart, 2)));
        Assert.Equal("?large", await browser.ReadAsync("document.querySelector('a[href*=b]').search"));
        await AssertAnswersTheMouseAsync(browser);
        await KeepAsync(browser, "large");

        await browser.PressAsync(" ", 32, " ");
        Assert.Equal((text, chart), await HeightsAsync());
        Assert.Equal("", await browser.ReadAsync("document.querySelector('a[href*=b]').search"));
        await KeepAsync(browser, "usual");
    }

    [NeedsFact("chromium")]
    public async Task An_address_can_ask_for_large_type()
    {
        await using Browser browser = await Browser.OpenAsync(new Uri(charts.Place.Page).AbsoluteUri + "?large");

        Assert.Equal("true", await browser.ReadAsync("document.getElementById('large-type').ariaPressed"));
        Assert.Equal("1.5", await browser.ReadAsync("getComputedStyle(document.querySelector('main')).zoom"));
    }

    [Fact]
    public void Names_stay_text_and_scripts_of_outputs_do_not_get_onto_a_page()
    {
        string page = File.ReadAllText(charts.Place.Page);

        Assert.DoesNotMatch("<script>alert\\([23]", page);
        Assert.Contains("<title>A &lt;b&gt; &amp; c</title>", page, StringComparison.Ordinal);
    }

    [NeedsFact("chromium")]
    public void Committed_charts_are_pictures_with_their_words_and_the_file_is_small()
    {
        string committed = File.ReadAllText(charts.Committed);

        Assert.InRange(committed.Length, 1, 120_000);
        NotebookFile notebook = NotebookFile.Read(charts.Committed);
        Assert.All(notebook.CodeCells, cell =>
            Assert.DoesNotContain("<script", NotebookFile.Outputs(cell).ToJsonString().Replace("\\u003C", "<")));
        Assert.DoesNotContain(Repository.Root, notebook.CodeCells[^1].Shown()[0], StringComparison.Ordinal);
        Assert.All(notebook.CodeCells.Skip(1).Take(2).Select(cell => NotebookFile.Outputs(cell)[0]!), output =>
        {
            Assert.Equal(["image/png", "text/plain"], output["data"]!.AsObject().Select(form => form.Key));
            Assert.Contains("3 points, from 0.5 to 0.9", NotebookFile.Text(output["data"]!["text/plain"]), StringComparison.Ordinal);
            Assert.Equal(NotebookFile.Text(output["data"]!["text/plain"]), output["metadata"]!["image/png"]!["alt"]!.GetValue<string>());
        });
    }

    [NeedsFact("chromium", "python3")]
    public async Task A_committed_notebook_is_written_as_Jupyter_writes_it()
    {
        const string Script = """
            import json, sys
            sys.stdout.reconfigure(encoding='utf-8')
            notebook = json.load(open(sys.argv[1], encoding='utf-8'))
            print(json.dumps(notebook, sort_keys=True, indent=1, ensure_ascii=False))
            """;
        Process python = Programs.Start(Programs.Find("python3")!, ["-c", Script, charts.Committed]);
        (int status, string asPython, string error) = await Programs.EndAsync(python);

        Assert.True(status == 0, error);
        Assert.Equal(asPython, File.ReadAllText(charts.Committed));
    }

    [Fact]
    public async Task Figures_look_the_same_in_a_German_reader_s_kernel()
    {
        using TinyNotebooks tiny = new();
        string path = tiny.Write("german.ipynb", charts.Cells);
        Dictionary<string, string> environment = new() { ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8" };
        (NotebookFile german, string? failure) = await tiny.RunAsync(path, new(Environment: environment));

        Assert.Null(failure);
        IReadOnlyList<JsonObject> ours = NotebookFile.Read(charts.Place.Notebook).CodeCells;
        Assert.Equal(ours.SkipLast(1).Select(cell => cell.Shown()), german.CodeCells.SkipLast(1).Select(cell => cell.Shown()));
        Assert.StartsWith("6|0.951|95.1", german.CodeCells[^2].Shown()[0], StringComparison.Ordinal);
    }

    private static async Task<double> HeightAsync(Browser browser, string selector) => double.Parse(
        await browser.ReadAsync($"document.querySelector('{selector}').getBoundingClientRect().height"), CultureInfo.InvariantCulture);

    /// <summary>Points at the middle of the three points of the first chart's line, and reads what plotly.js says there.</summary>
    private static async Task AssertAnswersTheMouseAsync(Browser browser)
    {
        const string Place = "document.querySelector('.js-plotly-plot .nsewdrag')";
        await browser.ReadAsync($"{Place}.scrollIntoView({{ block: 'center' }})");
        string middle = await browser.ReadAsync(
            $"(box => [box.x + box.width / 2, box.y + box.height / 2])({Place}.getBoundingClientRect())");
        double[] place = [.. middle.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        foreach (double step in new[] { 3, 0 })
        {
            await browser.SendAsync("Input.dispatchMouseEvent", new { type = "mouseMoved", x = place[0] + step, y = place[1] });
        }

        await browser.WaitForAsync("document.querySelector('.hoverlayer').textContent.includes('0.7')");
    }

    /// <summary>Keeps screenshots in artifacts/pages, to be looked at; nothing sticks out of a narrow or a wide screen.</summary>
    private static async Task KeepAsync(Browser browser, string name)
    {
        string folder = Directory.CreateDirectory(Checkout.PathOf("artifacts/pages")).FullName;
        foreach ((int width, bool isDark) in new[] { (360, false), (1280, true) })
        {
            await browser.ShowAsync(width, isDark);
            await browser.WaitForAsync("document.documentElement.scrollWidth <= innerWidth");
            await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}-{width}.png"), await browser.ScreenshotAsync());
        }
    }

    internal static void AssertNeedsNothing(string page)
    {
        Assert.Contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?i)<[^>]*\\s(src|srcset|data|xlink:href)\\s*=\\s*[\"'](?!data:|#)", page);
        Assert.DoesNotMatch("(?i)<link\\b|@import|url\\(\\s*[\"']?(?!#|data:)", page);
    }

    internal static int FiguresOn(string page) => Figure().Count(page);

    internal static int DrawnOn(string dom) => Drawn().Count(dom);

    /// <summary>Opens a page in a browser without a window.</summary>
    internal static async Task<(string Dom, string Log)> OpenAsync(string page)
    {
        DirectoryInfo profile = Directory.CreateTempSubdirectory("page-test-");
        try
        {
            string[] arguments = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
                "--enable-logging=stderr", "--log-level=0", $"--user-data-dir={profile.FullName}",
                "--virtual-time-budget=20000", "--dump-dom", new Uri(page).AbsoluteUri];
            (_, string dom, string log) = await Programs.EndAsync(Programs.Start(Programs.Chromium!, arguments));
            return (dom, log);
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }

    /// <summary>A notebook with charts, run and made static.</summary>
    public sealed class Charts : IAsyncLifetime, IDisposable
    {
        private readonly TinyNotebooks _notebooks = new();

        internal string[] Cells { get; } =
        [
            "# A &lt;b&gt; &amp; c\n\n<script>alert(1)</script>\n\n[é](b.ipynb) \ud83d\ude00",
            Checkout.FirstCell + "\nusing static TorchSharp.torch;",
            "double[] x = [1, 2, 3], y = [0.5, 0.7, 0.9];\nChart.Line(x, y, \"training\").Titled(\"<script>alert(2)</script>\")",
            "Chart.Line(x, y, \"</script><script>alert(3)</script>\")",
            "$\"{ones(2, 3).sum().item<float>()}|{0.951}|{0.951:P1}\"",
            "Environment.CurrentDirectory + typeof(UserMistakeException).Assembly.Location",
        ];

        internal NotebookPlace Place { get; private set; } = null!;

        internal string Committed => Path.Combine(_notebooks.Folder, "a.ipynb");

        public async Task InitializeAsync()
        {
            string path = _notebooks.Write("a.ipynb", Cells);
            Directory.CreateDirectory(_notebooks.Output);
            await File.WriteAllTextAsync(Path.Combine(_notebooks.Output, "b.html"), "of an earlier run");   // which the link leads to
            string[] inPlace = Programs.Chromium is null ? [] : ["--in-place"];
            string[] arguments = ["run", path, "--output", _notebooks.Output, .. inPlace];
            (int status, string output, string error) = await Programs.RunLabAsync(arguments);
            Assert.True(status == 0, output + error);
            Place = NotebookPlace.For([path], _notebooks.Output)[0];
        }

        public Task DisposeAsync() => Task.CompletedTask;

        public void Dispose() => _notebooks.Dispose();
    }

    [GeneratedRegex("<script type=\"application/vnd\\.plotly\\.v1\\+json\">")]
    private static partial Regex Figure();

    [GeneratedRegex("role=\"img\"[^>]*><div class=\"plot-container")]
    private static partial Regex Drawn();
}
