using Lab.Notebooks;
using Microsoft.DotNet.Interactive.Documents;

namespace Notebooks.Tests;

public sealed class RunTests : IDisposable
{
    private readonly Fixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task Cells_run_in_their_order_and_their_outputs_are_kept()
    {
        string path = await fixture.WriteAsync("a.ipynb", "# Title", "int a = 2;\nConsole.Write(\"one \");\nConsole.WriteLine(\"line\");", "display(\"shown\");\na * 21");
        NotebookRun run = await fixture.RunAsync(path);

        Assert.Null(run.Failure);
        InteractiveDocumentElement[] cells = NotebookFile.CodeCells(run.Document);
        Assert.Equal([1, 2], cells.Select(cell => cell.ExecutionOrder));
        Assert.Equal("one line\n", Assert.IsType<TextElement>(Assert.Single(cells[0].Outputs)).Text);
        Assert.Equal("shown", Assert.IsType<DisplayElement>(cells[1].Outputs[0]).Data["text/plain"]);
        Assert.Contains("42", (string)Assert.IsType<ReturnValueElement>(cells[1].Outputs[1]).Data["text/html"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_updated_display_the_first_state_is_kept_as_a_real_kernel_does()
    {
        string path = await fixture.WriteAsync("a.ipynb", "var shown = display(\"first\");\nfor (int i = 0; i < 5; i++) shown.Update($\"state {i}\");\ndisplay(\"final\");");
        NotebookRun run = await fixture.RunAsync(path);

        Assert.Equal(["first", "final"], NotebookFile.CodeCells(run.Document)[0].Outputs.Cast<DisplayElement>().Select(output => (string)output.Data["text/plain"]));
    }

    [Theory]
    [InlineData("int y = 1;\nint z = \"no\";", 2, "int z = \"no\";", "error CS0029")]
    [InlineData("int Half(int x)\n{\n    throw new InvalidOperationException(\"odd\");\n}\nint a = 1;\nHalf(3);", 3, "throw new InvalidOperationException(\"odd\");", "System.InvalidOperationException: odd")]
    [InlineData("await Task.Delay(1);\nearlier(7);", 2, "earlier(7);", "System.ArgumentException: number 7")]
    [InlineData("class Late { public static readonly int Number = int.Parse(\"seven\"); }\nLate.Number", 1, "class Late { public static readonly int Number = int.Parse(\"seven\"); }", "System.FormatException: The input string 'seven'")]
    [InlineData("using var stream = new System.IO.MemoryStream();", 1, "using var stream = new System.IO.MemoryStream();", "error CS1002: ; expected")]
    [InlineData("#!time\n1+1", 1, "#!time", "Unknown magic command '#!time'")]
    [InlineData("Environment.Exit(7);", null, "Environment.Exit(7);", "ended in the middle of the cell (exit status 7)")]
    public async Task A_failing_cell_ends_the_run_and_tells_notebook_cell_line_and_message(string code, int? line, string said, string message)
    {
        string path = await fixture.WriteAsync("broken.ipynb", "Action<int> earlier = x =>\n{\n\n    throw new ArgumentException($\"number {x}\");\n};", code, "display(\"never\")");
        NotebookRun run = await fixture.RunAsync(path);

        Assert.NotNull(run.Failure);
        if (!Fixture.KernelKnowsLines && message.StartsWith("System.", StringComparison.Ordinal))
        {
            (line, said) = (null, code.Split('\n')[0]);
        }

        Assert.Equal((2, 3, line, said), (run.Failure.Cell, run.Failure.Cells, run.Failure.Line, run.Failure.Code));
        string sentence = run.Failure.ToString();
        Assert.Contains("broken.ipynb failed in code cell 2 of 3" + (line is null ? ":" : $", line {line}:"), sentence, StringComparison.Ordinal);
        Assert.Contains(message, sentence, StringComparison.Ordinal);
        Assert.Empty(NotebookFile.CodeCells(run.Document)[2].Outputs);
        Assert.IsType<ErrorElement>(NotebookFile.CodeCells(run.Document)[1].Outputs[^1]);
    }

    [Fact]
    public async Task An_endless_cell_is_cut_off()
    {
        string path = await fixture.WriteAsync("endless.ipynb", "1", "display(\"before\");\nwhile (true) { }");
        NotebookRun run = await fixture.RunAsync(path, new RunSettings(Timeout: TimeSpan.FromSeconds(12)));

        Assert.Contains("longer than 12 seconds", run.Failure?.Message, StringComparison.Ordinal);
        Assert.Equal("before", Assert.IsType<DisplayElement>(NotebookFile.CodeCells(run.Document)[1].Outputs[0]).Data["text/plain"]);
    }

    [Fact]
    public async Task A_cell_sees_the_profile_and_the_folder_of_its_notebook_and_has_no_standard_input()
    {
        string path = await fixture.WriteAsync("a.ipynb", "string said = $\"{Environment.GetEnvironmentVariable(\"LESSON_PROFILE\")}|{System.IO.Path.GetFileName(Environment.CurrentDirectory)}|{Console.ReadLine()}|\";\nsaid");
        NotebookRun run = await fixture.RunAsync(path, new RunSettings("photos"));

        Assert.Equal($"photos|{Path.GetFileName(fixture.Folder)}||", Result(run));
    }

    [Fact]
    public async Task Text_that_passes_the_kernel_by_is_output_too()
    {
        string path = await fixture.WriteAsync("a.ipynb", "var raw = Console.OpenStandardOutput();\nraw.Write(System.Text.Encoding.UTF8.GetBytes(\"native \"));\nraw.Flush();", "\"next\"");
        NotebookRun run = await fixture.RunAsync(path);

        Assert.Null(run.Failure);
        Assert.Equal("native ", Assert.IsType<TextElement>(Assert.Single(NotebookFile.CodeCells(run.Document)[0].Outputs)).Text);
    }

    [Fact]
    public async Task Stable_outputs_name_no_folder_of_this_machine_and_number_what_is_made_at_random()
    {
        string path = await fixture.WriteAsync(
            "a.ipynb", "var id = Guid.NewGuid();\n$\"{Environment.CurrentDirectory}/data/x {Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)}/y {id} {Guid.NewGuid()} {id} {Environment.GetEnvironmentVariable(\"LESSON_STABLE_OUTPUT\")}\"");
        NotebookRun run = await fixture.RunAsync(path, new RunSettings(IsStable: true));

        const string One = "00000000-0000-0000-0000-000000000001", Two = "00000000-0000-0000-0000-000000000002";
        Assert.Equal($"data/x ~/y {One} {Two} {One} 1", Result(run));
    }

    private static string Result(NotebookRun run)
    {
        Assert.Null(run.Failure);
        return (string)Assert.IsType<ReturnValueElement>(NotebookFile.CodeCells(run.Document)[^1].Outputs[^1]).Data["text/plain"];
    }
}
