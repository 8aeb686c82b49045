using System.Diagnostics;
using System.IO.Hashing;
using System.Net;
using System.Text.Json.Nodes;
using Lab.Notebooks;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Processing;
using TransferLearning;

namespace Notebooks.Tests;

/// <summary>
/// The application of lesson 8, over loopback and in a browser. It is built once, and one server answers all tests that need no options.
/// </summary>
public sealed class PetServerTests(PetServer built) : IClassFixture<PetServer>
{
    private const string Answered = "document.getElementById('seconds').textContent.startsWith('answered in')";

    private static readonly byte[] Cat = File.ReadAllBytes(Sample.DrawOne("cat", seed: 7));

    public static TheoryData<string, string> NoPictures => new()
    {
        { "nothing", "the file is empty" },
        { "a web page", "a web page, not an image" },
        { "a text", "not an image in a format that is read" },
        { "a JPEG cut off", "cut off: its data end early" },
        { "a PNG cut off", "cut off: its data end early" },
        { "a PNG of 3,600 megapixels", "60000×60000 pixels are too many (50 megapixels are the most)" },
    };

    [Theory]
    [InlineData("cat")]
    [InlineData("dog")]
    [InlineData("guitar")]
    public async Task A_picture_gets_what_the_model_says_of_the_file(string kind)
    {
        string path = Sample.DrawOne(kind, seed: 7);
        byte[] file = await File.ReadAllBytesAsync(path);
        JsonNode answer = await ReadAsync(await built.Client.PostAsync("predict", new ByteArrayContent(file)), 200);
        JsonNode explained = await ReadAsync(await built.Client.PostAsync("predict?explain", new ByteArrayContent(file)), 200);

        AssertSays(built.Model.Predict(path), answer);
        AssertSays(built.Model.Predict(path), explained);
        Assert.Equal(built.Known.IsUnlike(built.Model, path), answer["isUnlike"]!.GetValue<bool>());
        Assert.True(answer["seconds"]!.GetValue<double>() > 0);
        Assert.Null(answer["heat"]);
        using var pixels = ImageDecoder.Load(path, built.Model.ImageSize);
        float[,] heat = GradCam.Of(built.Model, pixels);
        float[] cells = [.. explained["heat"]!.AsArray().SelectMany(row => row!.AsArray()).Select(cell => cell!.GetValue<float>())];
        Assert.Equal(heat.GetLength(0), explained["heat"]!.AsArray().Count);
        Assert.All(heat.Cast<float>().Zip(cells), pair => Assert.Equal(pair.First, pair.Second, 0.01));
    }

    [Fact]
    public async Task Pictures_that_come_together_get_the_answers_that_they_get_alone()
    {
        string[] paths = [.. Enumerable.Range(100, 24).Select(seed => Sample.DrawOne(seed % 2 == 0 ? "cat" : "dog", seed))];
        JsonNode[] answers = await Task.WhenAll(paths.Select(async path =>
            await ReadAsync(await built.Client.PostAsync("predict", new ByteArrayContent(await File.ReadAllBytesAsync(path))), 200)));

        Assert.All(paths.Zip(answers), pair => AssertSays(built.Model.Predict(pair.First), pair.Second));
    }

    [Theory]
    [MemberData(nameof(NoPictures))]
    public async Task What_is_no_picture_gets_400_and_one_sentence(string what, string reason)
    {
        JsonNode answer = await ReadAsync(await built.Client.PostAsync("predict", new ByteArrayContent(Bytes(what))), 400);

        string sentence = answer["error"]!.GetValue<string>();
        Assert.Contains(reason, sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", Assert.Single(sentence.Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused_before_it_is_read()
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "predict") { Content = new ByteArrayContent(new byte[(20 << 20) + 1]) };
        request.Headers.ExpectContinue = true;
        JsonNode answer = await ReadAsync(await built.Client.SendAsync(request), 413);

        Assert.Equal("Pictures have 20 MB at most.", answer["error"]!.GetValue<string>());
    }

    [Fact]
    public async Task When_all_places_are_taken_one_is_told_to_come_again_and_a_client_that_goes_leaves_its_place()
    {
        await using RunningServer server = await built.StartAsync("--places", "2");
        using SlowClient first = new(Cat), second = new(Cat), third = new(Cat);
        SlowClient[] clients = [first, second, third];
        await Task.WhenAll(clients.Select(client => client.BeginAsync(server.Client.BaseAddress!)));
        Task<string> refused = await Task.WhenAny(clients.Select(client => client.Answer));   // whichever came last

        Assert.StartsWith("HTTP/1.1 503 ", await refused, StringComparison.Ordinal);
        Assert.Contains("\r\nRetry-After: 1\r\n", await refused, StringComparison.Ordinal);
        Assert.Contains("\"Too many pictures are waiting; try again in a second.\"", await refused, StringComparison.Ordinal);

        SlowClient[] held = [.. clients.Where(client => client.Answer != refused)];
        held[0].Dispose();
        Assert.Equal(HttpStatusCode.OK, (await AskUntilAsync(server.Client, HttpStatusCode.OK)).StatusCode);
        await held[1].FinishAsync();
        string answer = await held[1].Answer;
        JsonNode said = JsonNode.Parse(answer[answer.IndexOf('{', StringComparison.Ordinal)..(answer.LastIndexOf('}') + 1)])!;
        AssertSays(built.Model.Predict(Sample.DrawOne("cat", seed: 7)), said);
    }

    [Fact]
    public async Task Another_site_s_name_for_this_machine_is_refused()
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "");
        request.Headers.Host = "example.org";

        Assert.Equal(HttpStatusCode.BadRequest, (await built.Client.SendAsync(request)).StatusCode);
    }

    [Theory]
    [InlineData("my-model.safetensors")]
    [InlineData("nowhere.safetensors", "nowhere.safetensors")]
    [InlineData("holds no trained model of this suite", "{weights}")]
    public async Task Without_a_model_it_says_what_to_do(string said, params string[] arguments)
    {
        string weights = Sample.WeightsOf(Sample.Backbones[0]);
        Process run = built.Run([.. arguments.Select(one => one == "{weights}" ? weights : one)]);
        (int status, _, string error) = await Programs.EndAsync(run);

        Assert.Equal(2, status);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Contains("Lesson 6 saves a model", error, StringComparison.Ordinal);
    }

    [NeedsFact("chromium")]
    public async Task On_the_page_one_drops_a_drawing_and_reads_its_class_and_sees_the_heat()
    {
        await using Browser browser = await Browser.OpenAsync(built.Client.BaseAddress!.AbsoluteUri);
        await browser.DropAsync(Sample.DrawOne("cat", seed: 7), 300, 300);
        await browser.WaitForAsync(Answered);

        string answer = await browser.ReadAsync("document.querySelector('[aria-live] #answer').textContent");
        Assert.StartsWith("cat, ", answer, StringComparison.Ordinal);
        Assert.Equal("6×6 visible", await browser.ReadAsync("`${heat.width}×${heat.height} ${getComputedStyle(heat).visibility}`"));
        const string IsWarmSomewhere = "heat.getContext('2d').getImageData(0, 0, 6, 6).data.some((value, i) => i % 4 == 3 && value > 180)";
        Assert.Equal("true", await browser.ReadAsync(IsWarmSomewhere));
        Assert.Equal("96", await browser.ReadAsync("shown.naturalWidth"));
        foreach ((int width, bool isDark) in new[] { (360, false), (360, true), (1100, false), (1100, true) })
        {
            await browser.ShowAsync(width, isDark);
            await browser.WaitForAsync("document.documentElement.scrollWidth <= innerWidth");
            await PetServer.KeepAsync($"{width}-{(isDark ? "dark" : "light")}", await browser.ScreenshotAsync());
        }

        Assert.Empty(browser.Complaints);
    }

    [NeedsFact("chromium")]
    public async Task On_the_page_the_keyboard_is_enough_and_mistakes_and_strange_things_are_told()
    {
        await using Browser browser = await Browser.OpenAsync(built.Client.BaseAddress!.AbsoluteUri);
        await browser.SendAsync("Page.setInterceptFileChooserDialog", new { enabled = true });
        await browser.WaitForAsync("document.hasFocus()");   // keys before that are lost
        await browser.PressAsync("Tab", 9);
        await browser.WaitForAsync("document.activeElement.id == 'file'");
        Assert.Equal("solid", await browser.ReadAsync("getComputedStyle(document.getElementById('drop')).outlineStyle"));
        await PetServer.KeepAsync("focus", await browser.ScreenshotAsync());

        await ChooseAsync(browser, Sample.DrawOne("guitar", seed: 1));
        await browser.WaitForAsync(Answered);
        string warning = await browser.ReadAsync("document.querySelector('[aria-live] #unlike').textContent");
        Assert.Contains("unlike anything", warning, StringComparison.Ordinal);
        await PetServer.KeepAsync("unlike", await browser.ScreenshotAsync());

        await browser.PressAsync("Tab", 9);
        Assert.Equal("warm", await browser.ReadAsync("document.activeElement.id"));
        await browser.PressAsync(" ", 32, " ");
        Assert.Equal("hidden", await browser.ReadAsync("getComputedStyle(heat).visibility"));

        string page = Path.Combine(built.Folder, "cat.jpg");
        await File.WriteAllBytesAsync(page, Bytes("a web page"));
        await ChooseAsync(browser, page);
        await browser.WaitForAsync("document.querySelector('[role=alert]').textContent.includes('a web page, not an image')");
        Assert.Equal("true", await browser.ReadAsync("document.getElementById('result').hidden"));
        await PetServer.KeepAsync("mistake", await browser.ScreenshotAsync());
    }

    /// <summary>As the file dialog does when it is closed.</summary>
    private static async Task ChooseAsync(Browser browser, string path)
    {
        JsonNode document = await browser.SendAsync("DOM.getDocument");
        int root = (int)document["root"]!["nodeId"]!;
        JsonNode input = await browser.SendAsync("DOM.querySelector", new { nodeId = root, selector = "#file" });
        await browser.SendAsync("DOM.setFileInputFiles", new { nodeId = (int)input["nodeId"]!, files = new[] { path } });
    }

    private static void AssertSays(Prediction expected, JsonNode answer)
    {
        Assert.Equal(expected.ClassName, answer["class"]!.GetValue<string>());
        Assert.Equal(expected.Classes, answer["probabilities"]!.AsObject().Select(entry => entry.Key));
        Assert.All(
            expected.Probabilities.Zip(answer["probabilities"]!.AsObject()),
            pair => Assert.Equal(pair.First, pair.Second.Value!.GetValue<float>(), 1e-3));
    }

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, int status)
    {
        string text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>Asks until there is such an answer: a place is taken, or free again, a moment after a client has begun or gone.</summary>
    private static async Task<HttpResponseMessage> AskUntilAsync(HttpClient client, HttpStatusCode status)
    {
        HttpResponseMessage response = await client.PostAsync("predict", new ByteArrayContent(Cat));
        for (int attempt = 0; response.StatusCode != status && attempt < 600; attempt++)
        {
            await Task.Delay(100);
            response = await client.PostAsync("predict", new ByteArrayContent(Cat));
        }

        return response;
    }

    /// <summary>The drawing with another width and height in its header.</summary>
    private static byte[] LargePng()
    {
        byte[] header = [.. "IHDR"u8, 0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60, .. Cat[24..29]];
        return [.. Cat[..12], .. header, .. Crc32.Hash(header).Reverse(), .. Cat[33..]];
    }

    private static byte[] Bytes(string what)
    {
        using Image image = Image.Load(Cat);
        image.Mutate(context => context.Resize(350, 400));
        using MemoryStream jpeg = new();
        image.SaveAsJpeg(jpeg);
        return what switch
        {
            "nothing" => [],
            "a web page" => [.. "<!DOCTYPE html><title>404</title>"u8],
            "a text" => [.. "These are the dogs."u8],
            "a JPEG cut off" => jpeg.ToArray()[..(int)(jpeg.Length / 2)],
            "a PNG cut off" => Cat[..(Cat.Length / 2)],
            _ => LargePng(),
        };
    }
}
