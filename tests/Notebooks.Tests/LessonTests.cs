using System.Diagnostics;
using Lab.Notebooks;
using TransferLearning;

namespace Notebooks.Tests;

/// <summary>
/// The lessons as a reader runs them, the first four by the README's command, the others by <c>Lab run</c>: all with two seeds of two
/// epochs instead of three of twenty, which is where their minutes go. What is committed has all of them.
/// </summary>
public sealed class LessonTests(LessonTests.Runs lessons) : IClassFixture<LessonTests.Runs>
{
    public static TheoryData<string> First => [.. Checkout.FirstLessons];

    public static TheoryData<string> Others => [.. Checkout.All.Except(Checkout.FirstLessons)];

    [Fact]
    public void Lab_without_a_command_runs_the_first_lessons_and_leads_to_their_pages()
    {
        Assert.True(lessons.Status == 0, lessons.Said);
        string index = File.ReadAllText(Path.Combine(Runs.Folder, "index.html"));
        IEnumerable<string?> names = Checkout.FirstLessons.Select(Path.GetFileNameWithoutExtension);
        Assert.All(names, name => Assert.Contains($"href=\"{name}.html\"", index, StringComparison.Ordinal));
    }

    [NeedsTheory("chromium")]
    [MemberData(nameof(First))]
    public async Task A_lesson_s_page_needs_nothing_and_draws_its_charts(string lesson)
    {
        string path = Path.Combine(Runs.Folder, Path.GetFileNameWithoutExtension(lesson) + ".html"), page = File.ReadAllText(path);
        PageTests.AssertNeedsNothing(page);
        (string drawn, string log) = await PageTests.OpenAsync(path);

        Assert.NotEqual(0, PageTests.FiguresOn(page));
        Assert.Equal(PageTests.FiguresOn(page), PageTests.DrawnOn(drawn));
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(First))]
    public void Exercises_are_open_in_a_lesson_and_its_committed_outputs_have_the_shape_of_a_run(string lesson)
    {
        NotebookFile run = NotebookFile.Read(Path.Combine(Runs.Folder, Path.GetFileName(lesson)));

        AssertExercises(run, '✗');
        Assert.Equal(Shapes(run), Shapes(Checkout.Read(lesson)));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Another_lesson_or_a_solution_runs_from_top_to_bottom(string notebook)
    {
        Assert.True(lessons.StatusOfOthers == 0, lessons.SaidOfOthers);
        NotebookPlace[] places = NotebookPlace.For(Checkout.All.Except(Checkout.FirstLessons).Select(Checkout.PathOf), Runs.Others);
        NotebookFile run = NotebookFile.Read(places.Single(place => place.Source == Checkout.PathOf(notebook)).Notebook);

        AssertExercises(run, Checkout.IsSolution(notebook) ? '✓' : '✗');
        Assert.Equal(Shapes(run), Shapes(Checkout.Read(notebook)));
    }

    private static void AssertExercises(NotebookFile run, char mark)
    {
        string[] results = [.. run.CodeCells.SelectMany(cell => cell.Shown()).Where(text => text is ['✓' or '✗', ..])];
        Assert.True(results.Length >= 3, $"{results.Length} checked exercises");
        Assert.All(results, result => Assert.Equal(mark, result[0]));
    }

    /// <summary>Each cell's code, and whether it shows something.</summary>
    private static IEnumerable<(string Code, bool Shows)> Shapes(NotebookFile notebook) =>
        notebook.CodeCells.Select(cell => (NotebookFile.Text(cell["source"]), NotebookFile.Outputs(cell).Count > 0));

    /// <summary>One run of <c>Lab</c> without a command, and one of all other notebooks.</summary>
    public sealed class Runs : IAsyncLifetime
    {
        internal static string Folder => Path.Combine(Programs.Tested, "lessons");

        internal static string Others => Path.Combine(Programs.Tested, "other-lessons");

        internal int Status { get; private set; }

        internal string Said { get; private set; } = "";

        internal int StatusOfOthers { get; private set; }

        internal string SaidOfOthers { get; private set; } = "";

        public async Task InitializeAsync()
        {
            (Status, Said) = await RunAsync(["--output", Folder]);
            IEnumerable<string> others = Checkout.All.Except(Checkout.FirstLessons).Select(Checkout.PathOf);
            (StatusOfOthers, SaidOfOthers) = await RunAsync(["run", .. others, "--output", Others]);
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private static async Task<(int Status, string Said)> RunAsync(string[] arguments)
        {
            using Process lab = Programs.Start(
                KernelProcess.Dotnet, ["exec", Programs.Lab, .. arguments],
                environment: [.. Programs.ShortLessons, ("LESSON_SEEDS", "2")]);
            (int status, string output, string error) = await Programs.EndAsync(lab);
            return (status, output + error);
        }
    }
}
