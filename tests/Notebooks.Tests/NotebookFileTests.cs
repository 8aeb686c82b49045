using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Lab.Notebooks;
using TransferLearning;

namespace Notebooks.Tests;

/// <summary>The committed notebooks as files.</summary>
public sealed partial class NotebookFileTests
{
    private const int LargestFile = 500 * 1024;

    public static TheoryData<string> Notebooks => [.. Checkout.Committed];

    public static TheoryData<string> WithExercises => [.. Checkout.All];

    [Fact]
    public void Every_lesson_has_its_solutions()
    {
        string[] lessons = [.. Checkout.Lessons.Select(lesson => Path.GetFileName(lesson))];

        Assert.Equal(lessons, Checkout.All.Where(Checkout.IsSolution).Select(solution => Path.GetFileName(solution)));
        Assert.Equal(Enumerable.Range(1, lessons.Length).Select(number => $"{number:00}-"), lessons.Select(lesson => lesson[..3]));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void A_notebook_opens_in_every_front_end(string notebook)
    {
        JsonNode json = JsonNode.Parse(File.ReadAllText(Checkout.PathOf(notebook)))!;
        string[] identifiers = [.. json["cells"]!.AsArray().Select(cell => cell!["id"]!.GetValue<string>())];

        Assert.Equal((4, 5), (json["nbformat"]!.GetValue<int>(), json["nbformat_minor"]!.GetValue<int>()));
        Assert.Equal(".net-csharp", json["metadata"]!["kernelspec"]!["name"]!.GetValue<string>());
        Assert.Equal("C#", json["metadata"]!["kernelspec"]!["language"]!.GetValue<string>());
        Assert.All(identifiers, identifier => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", identifier));
        Assert.Equal(identifiers.Length, identifiers.Distinct().Count());
        Assert.InRange(new FileInfo(Checkout.PathOf(notebook)).Length, 1, LargestFile);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void A_notebook_was_run_from_top_to_bottom(string notebook)
    {
        IReadOnlyList<JsonObject> cells = Checkout.Read(notebook).CodeCells;

        Assert.Equal(Enumerable.Range(1, cells.Count), cells.Select(cell => cell["execution_count"]?.GetValue<int>() ?? 0));
        Assert.DoesNotContain(cells.SelectMany(cell => cell.Kinds()), kind => kind is "error" or "stderr");
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void A_notebook_loads_the_built_library_and_nothing_from_a_feed(string notebook)
    {
        string[] code = [.. Checkout.Read(notebook).CodeCells.Select(cell => NotebookFile.Text(cell["source"]))];

        string up = notebook.Split('/').Length > 2 ? "../.." : "..";
        Assert.StartsWith($"#r \"{up}/artifacts/notebooks/TransferLearning.dll\"", code[0], StringComparison.Ordinal);
        Assert.All(code, cell => Assert.DoesNotMatch("nuget:|(?m)^#!", cell));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Outputs_say_nothing_of_the_machine_and_run_no_script(string notebook)
    {
        string outputs = string.Concat(Checkout.Read(notebook).CodeCells.Select(cell => NotebookFile.Outputs(cell).ToJsonString()));

        Assert.DoesNotContain(Repository.Root, outputs, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(?<![\w.~])/(home|root|Users|tmp|work|mnt|var)/|[A-Z]:\\\\", outputs);
        Assert.DoesNotMatch(@"CS1701|\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}\b|localhost", outputs);
        Assert.DoesNotMatch(@"(?i)<script|\\u003Cscript", outputs);
    }

    [Theory]
    [MemberData(nameof(WithExercises))]
    public void The_solutions_solve_the_exercises_of_the_lesson(string notebook)
    {
        string[] exercises = Exercises(notebook);

        Assert.True(exercises.Length >= 3, $"{exercises.Length} exercises");
        Assert.Equal(exercises, Exercises($"notebooks/{(Checkout.IsSolution(notebook) ? "" : "solutions/")}{Path.GetFileName(notebook)}"));
    }

    [Fact]
    public void The_copy_on_photographs_has_the_lesson_s_code_three_seeds_and_no_photograph()
    {
        NotebookFile copy = Checkout.Read(Checkout.Photographs);
        HashSet<string> lesson = [.. Checkout.Read(Checkout.FirstLessons[3]).CodeCells.Select(cell => NotebookFile.Text(cell["source"]))];
        (string Here, string There)[] differences =
        [
            ("../../artifacts", "../artifacts"), ("profile: \"photos\"", "profile: \"sample\""),
            ("OpenImages();\nsplit", "OpenImages();\nImageGrid.Samples(split.Validation, count: 12)"),
        ];
        Assert.All(copy.CodeCells, cell => Assert.Contains(
            differences.Aggregate(NotebookFile.Text(cell["source"]), (code, each) => code.Replace(each.Here, each.There)), lesson));
        Assert.Contains("comparisons: 3 seeds", copy.CodeCells[1].Shown()[0], StringComparison.Ordinal);

        string outputs = string.Concat(copy.CodeCells.Select(cell => NotebookFile.Outputs(cell).ToJsonString()));
        Assert.DoesNotMatch("(?i)image/jpe?g|<img|image/webp", outputs);
        string code = string.Concat(copy.CodeCells.Select(cell => NotebookFile.Text(cell["source"])));
        Assert.Equal(Regex.Count(code, @"Chart\.Line|Charts\."), Regex.Count(outputs, "\"image/png\":\""));   // every picture is a chart
    }

    private static string[] Exercises(string notebook) =>
        [.. Checkout.Read(notebook).CodeCells.SelectMany(cell => Check().Matches(NotebookFile.Text(cell["source"])))
            .Select(match => match.Groups["name"].Value)];

    [GeneratedRegex("Exercise\\.Check(Answer)?\\(\\s*\"(?<name>[^\"]+)\"")]
    private static partial Regex Check();
}
