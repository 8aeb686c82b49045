using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lab.Commands;
using Lab.Notebooks;
using TransferLearning;

namespace Lab.Tests;

public sealed partial class HandoutCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lab-handout-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Copies_have_the_lessons_code_no_outputs_and_links_that_lead_somewhere()
    {
        (int status, string output, string error) = await CapturedConsole.RunAsync("handout", folder);

        Assert.True(status == 0, error);
        Assert.Contains(folder, output, StringComparison.Ordinal);
        Assert.Equal(Lessons().Select(Copy), Directory.GetFiles(folder).Order(StringComparer.Ordinal));
        foreach (string lesson in Lessons())
        {
            NotebookFile original = NotebookFile.Read(lesson), copy = NotebookFile.Read(Copy(lesson));

            Assert.All(copy.CodeCells, cell => Assert.Empty(NotebookFile.Outputs(cell)));
            Assert.All(copy.CodeCells, cell => Assert.Null(cell["execution_count"]));
            Assert.All(copy.Cells, cell => Assert.False(cell["metadata"]!.AsObject().ContainsKey(HandoutCommand.Mark)));
            Assert.Equal(original.CodeCells.Skip(1).Select(Source), copy.CodeCells.Skip(1).Select(Source));
            IEnumerable<Match> links = copy.Texts.SelectMany(text => Link().Matches(text));
            string[] paths = [.. links.Concat(Reference().Matches(Source(copy.CodeCells[0]))).Select(match => match.Groups[1].Value)];
            Assert.Equal(original.Texts.Sum(text => Link().Count(text)) + 1, paths.Length);
            Assert.All(paths, path => Assert.True(File.Exists(Path.Combine(folder, path)), path));
        }
    }

    [Fact]
    public async Task With_blanks_the_marked_cells_and_no_others_ask_for_code()
    {
        (int status, _, string error) = await CapturedConsole.RunAsync("handout", folder, "--blanks");

        Assert.True(status == 0, error);
        foreach (string lesson in Lessons())
        {
            IReadOnlyList<JsonObject> original = NotebookFile.Read(lesson).CodeCells, copy = NotebookFile.Read(Copy(lesson)).CodeCells;
            string?[] notes = [.. original.Select(cell => cell["metadata"]?[HandoutCommand.Mark]?.GetValue<string>())];

            Assert.Contains(notes, note => note is not null);
            foreach ((string? note, string before, string now) in notes.Zip(original.Select(Source), copy.Select(Source)).Skip(1))
            {
                string[] was = before.Split('\n'), isNow = now.Split('\n');
                if (note is null)
                {
                    Assert.Equal(was, isNow);
                    continue;
                }

                IEnumerable<string> added = isNow.Except(was).Select(line => line.Trim());
                Assert.Equal(note.Split('\n').Select(line => $"// {line}"), added.Except(["throw new NotImplementedException();"]));
                Assert.NotEmpty(was.Except(isNow));
            }
        }
    }

    [Fact]
    public async Task A_participant_s_work_is_never_overwritten()
    {
        string work = Path.Combine(folder, Path.GetFileName(Lessons()[2]));
        File.WriteAllText(work, "mine");

        (int status, _, string error) = await CapturedConsole.RunAsync("handout", folder);

        Assert.Equal(2, status);
        Assert.Contains($"{work} is there already", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(work));
        Assert.Single(Directory.GetFiles(folder));
    }

    private static string[] Lessons() =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Order(StringComparer.Ordinal)];

    private static string Source(JsonObject cell) => NotebookFile.Text(cell["source"]);

    private string Copy(string lesson) => Path.Combine(folder, Path.GetFileName(lesson));

    [GeneratedRegex("^#r \"([^\"]+)\"")]
    private static partial Regex Reference();

    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)")]
    private static partial Regex Link();
}
