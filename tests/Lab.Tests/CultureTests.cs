using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SixLabors.ImageSharp;

namespace Lab.Tests;

/// <summary>
/// Turkish has another small letter for I and a decimal comma, Saudi Arabia other digits, signs and a calendar of its own. The program has
/// one culture; within somebody else's program the library has that program's.
/// </summary>
public sealed partial class CultureTests : Inputs
{
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    public async Task A_comparison_writes_the_same_bytes_in_every_culture(string culture)
    {
        string images = MakeImages();

        string expected = await CompareAsync(images, CultureInfo.InvariantCulture, "invariant");
        string actual = await CompareAsync(images, CultureInfo.GetCultureInfo(culture), culture);

        Assert.Equal(expected, actual);
        string[] numbers = [.. WithDecimals().Matches(Text("invariant")).Select(match => match.Value)];
        Assert.True(numbers.Length > 50, $"{numbers.Length} numbers on the page");
        Assert.DoesNotMatch(@"\d[,\u066B]\d(?!\d\d)", Text(culture));
        Assert.Equal(numbers.Length, WithDecimals().Count(Text(culture)));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_twice()
    {
        string images = MakeImages();

        string first = await CompareAsync(images, CultureInfo.InvariantCulture, "first");
        string second = await CompareAsync(images, CultureInfo.InvariantCulture, "second");

        Assert.Equal(first, second);
        Assert.Equal(File.ReadAllBytes(In("first", "frozen-42.safetensors")), File.ReadAllBytes(In("second", "frozen-42.safetensors")));
    }

    private static bool HasIcu => CultureInfo.GetCultureInfo("tr-TR").NumberFormat.NumberDecimalSeparator == ",";

    [GeneratedRegex(@"\d\.\d")]
    private static partial Regex WithDecimals();

    /// <summary>The page's text: no scripts, whose numbers are JSON, and no seconds, which differ.</summary>
    private string Text(string output)
    {
        string page = File.ReadAllText(In(output, "report.html"));
        return Regex.Replace(Regex.Replace(page, "<(script|style).*?</\\1>", "", RegexOptions.Singleline), "<[^>]*>", " ");
    }

    /// <summary>Runs it in the culture; gives results.json without the times.</summary>
    private async Task<string> CompareAsync(string images, CultureInfo culture, string output)
    {
        Assert.True(HasIcu, "this system knows no cultures: install ICU");
        (CultureInfo, CultureInfo, CultureInfo?, CultureInfo?) before = (
            CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, CultureInfo.DefaultThreadCurrentCulture,
            CultureInfo.DefaultThreadCurrentUICulture);
        try
        {
            UseCache($"cache-{output}");
            Use((culture, culture, culture, culture));
            (int status, string said, string error) = await CapturedConsole.RunAsync(
                "compare", "--data", images, "--weights", Weights(), "--image-size", "32", "--epochs", "2",
                "--strategies", "Frozen,FINE-TUNED",
                "--output", In(output));
            Assert.True(status == 0, said + error);
            Assert.Contains("ISTANBUL, ılık", said, StringComparison.Ordinal);

            (status, said, error) = await CapturedConsole.RunAsync(
                "predict", Path.Combine(images, "ISTANBUL", "IMG_2.JPG"), "--model", In(output, "finetuned-42.safetensors"));
            Assert.True(status == 0, said + error);
        }
        finally
        {
            Use(before);
        }

        JsonObject results = JsonNode.Parse(await File.ReadAllTextAsync(In(output, "results.json")))!.AsObject();
        Assert.True(results.Remove("times"));
        return results.ToJsonString();

        static void Use((CultureInfo Culture, CultureInfo UI, CultureInfo? Default, CultureInfo? DefaultUI) wanted) => (
            CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture, CultureInfo.DefaultThreadCurrentCulture,
            CultureInfo.DefaultThreadCurrentUICulture) = wanted;
    }

    /// <summary>Class folders and endings that another letter I would spoil, more of one class than of the other, and a copy.</summary>
    private string MakeImages()
    {
        for (int i = 0; i < 60; i++)
        {
            Save(Striped('a', i), "images", "ISTANBUL", $"IMG_{i}.{(i % 2 == 0 ? "JPG" : "JFIF")}");
        }

        for (int i = 0; i < 15; i++)
        {
            using Image image = Striped('b', i);
            Directory.CreateDirectory(In("images", "ılık"));
            image.SaveAsGif(In("images", "ılık", $"IMG_{i}.GIF"));
        }

        File.Copy(In("images", "ISTANBUL", "IMG_0.JPG"), In("images", "ISTANBUL", "IMG_COPY.JPG"));
        return In("images");
    }
}
