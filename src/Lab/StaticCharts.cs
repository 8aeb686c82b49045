using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lab.Notebooks.Pages;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;
using TransferLearning;

namespace Lab;

/// <summary>A chart as a picture, drawn at twice the size at which it is shown.</summary>
internal sealed record Drawing(byte[] Png, int Width, int Height);

/// <summary>Has an installed Chromium, Chrome or Edge draw charts, in one start: it loads a page and prints what became of it.</summary>
internal static partial class StaticCharts
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <param name="figures">Plotly figures as JSON.</param>
    public static IReadOnlyList<Drawing> Draw(IReadOnlyCollection<string> figures)
    {
        if (figures.Count == 0)
        {
            return [];
        }

        string browser = Array.Find(Candidates(), File.Exists)
            ?? throw new UserMistakeException("Pictures of charts need Chromium, Chrome or Edge: install one, or set CHROME_PATH to it.");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("charts-");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, "plotly.js"), ChartDisplay.Plotly());
            string page = Path.Combine(folder.FullName, "charts.html");
            File.WriteAllText(page, $$"""
                <!doctype html><meta charset="utf-8"><body><pre></pre><script src="plotly.js"></script><script>(async () => {
                  const pictures = [];
                  for (const { data, layout } of [{{string.Join(",", figures)}}]) {
                    const place = document.body.appendChild(document.createElement("div"));
                    await Plotly.newPlot(place, data, layout, { staticPlot: true });
                    const { width, height } = place._fullLayout;
                    const address = await Plotly.toImage(place, { format: "png", scale: 2, width, height });
                    pictures.push({ width, height, png: address.split(",")[1] });
                    place.remove();
                  }
                  document.querySelector("pre").textContent = JSON.stringify(pictures);
                })()</script>
                """);
            Match printed = Printed().Match(Print(browser, page, Path.Combine(folder.FullName, "profile")));
            UserMistakeException.ThrowIf(!printed.Success, $"{browser} drew no charts: set CHROME_PATH to another browser.");
            return [.. JsonSerializer.Deserialize<Drawing[]>(printed.Groups[1].Value, JsonSerializerOptions.Web)!.Select(WithFewColors)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Print(string browser, string page, string profile)
    {
        string[] asRoot = Environment.UserName == "root" ? ["--no-sandbox"] : [];
        string[] arguments = ["--headless", "--disable-gpu", "--dump-dom", "--virtual-time-budget=60000", $"--user-data-dir={profile}"];
        ProcessStartInfo start = new(browser, [.. arguments, .. asRoot, new Uri(page).AbsoluteUri])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        process.BeginErrorReadLine();
        Task<string> printed = process.StandardOutput.ReadToEndAsync();
        if (!printed.Wait(Limit))
        {
            process.Kill(entireProcessTree: true);
        }

        return printed.Result;
    }

    /// <summary>64 colours look the same and take a fifth of the bytes.</summary>
    private static Drawing WithFewColors(Drawing drawing)
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(drawing.Png);
        using MemoryStream smaller = new();
        image.SaveAsPng(smaller, new PngEncoder
        {
            ColorType = PngColorType.Palette,
            BitDepth = PngBitDepth.Bit8,
            FilterMethod = PngFilterMethod.None,
            CompressionLevel = PngCompressionLevel.BestCompression,
            Quantizer = new WuQuantizer(new QuantizerOptions { MaxColors = 64, Dither = null }),
        });
        return drawing with { Png = smaller.ToArray() };
    }

    private static string[] Candidates() =>
    [
        Environment.GetEnvironmentVariable("CHROME_PATH") ?? "",
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).SelectMany(folder =>
            new[] { "chromium", "chromium-browser", "google-chrome", "microsoft-edge" }.Select(name => Path.Combine(folder, name))),
        @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        @"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

    [GeneratedRegex("<pre>(.+?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Printed();
}
