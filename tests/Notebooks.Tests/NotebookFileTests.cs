using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.DotNet.Interactive.Documents;
using SixLabors.ImageSharp;

namespace Notebooks.Tests;

public sealed partial class NotebookFileTests
{
    private const int LargestFile = 500 * 1024;
    private const int LargestPicture = 256;   // pixels a side: thumbnails of drawings

    public static TheoryData<string> Notebooks => Checkout.Theory();

    [Fact]
    public void The_lessons_and_their_solutions_are_there()
    {
        string[] lessons = ["01-scratch-baseline", "02-frozen-features", "03-fine-tuning", "04-comparison", "05-your-own-pictures", "06-choosing-a-backbone"];

        Assert.All(lessons, lesson => Assert.Contains($"notebooks/{lesson}.ipynb", Checkout.All));
        Assert.All(lessons, lesson => Assert.Contains($"notebooks/solutions/{lesson}.ipynb", Checkout.All));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void A_notebook_is_small(string notebook) => Assert.InRange(new FileInfo(Checkout.PathOf(notebook)).Length, 1, LargestFile);

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_opens_in_every_front_end(string notebook)
    {
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(Checkout.PathOf(notebook)));
        JsonElement root = json.RootElement;
        Assert.Equal((4, 5), (root.GetProperty("nbformat").GetInt32(), root.GetProperty("nbformat_minor").GetInt32()));
        Assert.Equal(".net-csharp", root.GetProperty("metadata").GetProperty("kernelspec").GetProperty("name").GetString());
        string[] identifiers = [.. root.GetProperty("cells").EnumerateArray().Select(cell => cell.GetProperty("id").GetString()!)];
        Assert.All(identifiers, identifier => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", identifier));
        Assert.Equal(identifiers.Length, identifiers.Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_loads_the_built_library_and_nothing_from_a_feed(string notebook)
    {
        InteractiveDocument document = await InteractiveDocument.LoadAsync(new FileInfo(Checkout.PathOf(notebook)));
        InteractiveDocumentElement[] cells = Lab.Notebooks.NotebookFile.CodeCells(document);
        string up = Checkout.IsSolution(notebook) ? "../../" : "../";

        Assert.StartsWith($"#r \"{up}artifacts/notebooks/TransferLearning.dll\"", cells[0].Contents, StringComparison.Ordinal);
        Assert.All(cells, cell => Assert.DoesNotContain("nuget:", cell.Contents, StringComparison.Ordinal));
        Assert.All(cells, cell => Assert.DoesNotMatch("(?m)^#!", cell.Contents));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_names_no_folder_of_a_machine(string notebook)
    {
        string text = await File.ReadAllTextAsync(Checkout.PathOf(notebook));
        Assert.DoesNotMatch(@"(?<![\w.])/(home|root|Users|tmp|work|mnt|var)/|[A-Z]:\\\\", text);
        Assert.DoesNotContain(Checkout.Root, text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_notebook_shows_drawings_and_no_photograph(string notebook)
    {
        InteractiveDocument document = await InteractiveDocument.LoadAsync(new FileInfo(Checkout.PathOf(notebook)));
        InteractiveDocumentElement[] cells = Lab.Notebooks.NotebookFile.CodeCells(document);
        IDictionary<string, object>[] outputs = [.. cells.SelectMany(cell => cell.Outputs).Select(output => output switch { DisplayElement display => display.Data, ReturnValueElement result => result.Data, _ => null }).OfType<IDictionary<string, object>>()];
        int[] sizes = [.. outputs.SelectMany(output => output.Values).OfType<string>().SelectMany(text => Pictures().Matches(text)).Select(picture =>
        {
            using var stream = new MemoryStream(Convert.FromBase64String(picture.Groups[1].Value));
            ImageInfo found = Image.Identify(stream);
            return Math.Max(found.Width, found.Height);
        })];

        Assert.DoesNotContain(outputs.SelectMany(output => output.Keys), mimeType => mimeType is "image/png" or "image/jpeg");
        Assert.All(sizes, size => Assert.InRange(size, 1, LargestPicture));

        // Which pictures there are, the settings say: in the code, and in the table that they are shown as.
        Assert.All(cells.Where(cell => cell.Contents.Contains("LessonSettings.Read(", StringComparison.Ordinal)), cell => Assert.Contains("profile: \"sample\"", cell.Contents, StringComparison.Ordinal));
        Assert.DoesNotContain(outputs.SelectMany(output => output.Values).OfType<string>(), text => text.Contains(">photos<", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public async Task A_lesson_has_at_least_three_exercises_and_the_solutions_solve_them_all(string notebook)
    {
        string[] exercises = await Exercises(notebook);
        string other = Checkout.IsSolution(notebook) ? notebook.Replace("solutions/", "", StringComparison.Ordinal) : notebook.Replace("notebooks/", "notebooks/solutions/", StringComparison.Ordinal);

        Assert.True(exercises.Length >= 3, $"{exercises.Length} exercises");
        Assert.Equal(exercises, await Exercises(other));
    }

    private static async Task<string[]> Exercises(string notebook)
    {
        InteractiveDocument document = await InteractiveDocument.LoadAsync(new FileInfo(Checkout.PathOf(notebook)));
        return [.. Lab.Notebooks.NotebookFile.CodeCells(document).SelectMany(cell => Check().Matches(cell.Contents)).Select(match => match.Groups[1].Value)];
    }

    [GeneratedRegex("data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex Pictures();

    [GeneratedRegex("Exercise\\.Check\\(\\s*\"([^\"]+)\"")]
    private static partial Regex Check();
}
