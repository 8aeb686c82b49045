using System.Text.Json.Nodes;
using Lab.Notebooks;

namespace Notebooks.Tests;

/// <summary>What becomes of a notebook's cells in the kernel's process.</summary>
public sealed class RunTests : IDisposable
{
    private readonly TinyNotebooks _notebooks = new();

    public void Dispose() => _notebooks.Dispose();

    [Fact]
    public async Task Cells_run_in_their_order_and_their_outputs_are_kept_as_Jupyter_keeps_them()
    {
        string path = _notebooks.Write("a.ipynb",
            "# Title",
            "int a = 2;\nConsole.Write(\"one \");\nConsole.WriteLine(\"line\");",
            "display(\"shown\");\na * 21",
            "Console.OpenStandardOutput().Write(\"native \"u8);",
            "using Microsoft.DotNet.Interactive;\n"
                + "var shown = KernelInvocationContextExtensions.Display(KernelInvocationContext.Current, \"first\");\n"
                + "shown.Update(\"second\");\ndisplay(\"third\");",
            "$\"{System.IO.Path.GetFileName(Environment.CurrentDirectory)}|{Console.ReadLine()}|\"\n"
                + "+ Environment.GetEnvironmentVariable(\"DOTNET_GCgen0size\") + Environment.GetEnvironmentVariable(\"LESSON_PROFILE\")");
        Dictionary<string, string> environment = new() { ["LESSON_PROFILE"] = "photos" };
        (NotebookFile notebook, string? failure) = await _notebooks.RunAsync(path, new(Environment: environment));

        Assert.Null(failure);
        IReadOnlyList<JsonObject> cells = notebook.CodeCells;
        Assert.Equal([1, 2, 3, 4, 5], cells.Select(cell => cell["execution_count"]!.GetValue<int>()));
        Assert.Equal(["one line\n"], cells[0].Shown());
        Assert.Equal(["shown", "42"], cells[1].Shown());
        Assert.Equal(["display_data", "execute_result"], cells[1].Kinds());
        Assert.Equal(["native "], cells[2].Shown());
        Assert.Equal(["second", "third"], cells[3].Shown());
        Assert.Equal([$"{Path.GetFileName(_notebooks.Folder)}||0x20000000photos"], cells[4].Shown());

        // A cell that takes long says what it says while it runs; how many cells are done says nothing about the time that is left.
        Assert.Contains(_notebooks.Progress, said => said is { Step: "a", Done: 3, Total: 5, Details: "second", Remaining: null });
        Assert.True(_notebooks.Progress[^1] is { Done: 5, Elapsed.Ticks: > 0 });
    }

    [Theory]
    [InlineData("int z = \"no\";", "failed: CompilationError: (1,9): error CS0029: Cannot implicitly convert type 'string' to 'int'")]
    [InlineData(
        "int Half(int x) => throw new InvalidOperationException(\"odd\");\nHalf(3);", "failed: System.InvalidOperationException: odd")]
    [InlineData(
        "class Late { public static readonly int Number = int.Parse(\"seven\"); }\nLate.Number",
        "failed: System.FormatException: The input string 'seven'")]
    [InlineData("Environment.Exit(7);", "ended the kernel's process (exit status 7).")]
    [InlineData(
        "Console.OpenStandardError().Write(\"c10::Error: shapes\\n\"u8);\nEnvironment.Exit(134);",
        "ended the kernel's process (exit status 134): c10::Error: shapes.")]
    [InlineData(
        "display(\"before\");\nwhile (true) { System.Threading.Thread.Sleep(10); }",
        "took longer than 0.25 minutes (--timeout-minutes) and was stopped.")]
    public async Task A_failing_cell_ends_the_run_with_a_sentence_and_what_was_shown_is_kept(string code, string said)
    {
        string path = _notebooks.Write("broken.ipynb", "display(\"fine\");", code, "display(\"never\");");
        TimeSpan? timeout = code.Contains("while", StringComparison.Ordinal) ? TimeSpan.FromMinutes(0.25) : null;
        (NotebookFile notebook, string? failure) = await _notebooks.RunAsync(path, new(timeout));

        Assert.StartsWith($"broken.ipynb: cell 2 of 3 {said}", failure, StringComparison.Ordinal);
        Assert.Equal(["fine"], notebook.CodeCells[0].Shown());
        Assert.Equal("error", notebook.CodeCells[1].Kinds()[^1]);
        Assert.Empty(notebook.CodeCells[2].Shown());
    }

    [Fact]
    public async Task The_notebook_is_on_disk_after_every_cell()
    {
        string executed = Path.Combine(_notebooks.Output, "a.ipynb");
        string path = _notebooks.Write("a.ipynb", "\"said\"", $"System.IO.File.ReadAllText(@\"{executed}\").Contains(\"\\\"said\\\"\\n\")");
        (NotebookFile notebook, _) = await _notebooks.RunAsync(path);

        Assert.Equal(["True"], notebook.CodeCells[1].Shown());
    }
}
