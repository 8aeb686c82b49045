using System.Diagnostics;
using Lab.Notebooks;

namespace Notebooks.Tests;

/// <summary><c>Lab run</c> as a program.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly TinyNotebooks _notebooks = new();

    public void Dispose() => _notebooks.Dispose();

    [Fact]
    public async Task A_run_writes_executed_notebooks_pages_and_an_index_and_leaves_the_notebooks_alone()
    {
        string lesson = _notebooks.Write(
            "a.ipynb", "# One\n\n[Solution](solutions/a.ipynb) [Next](b.ipynb)", "Console.WriteLine(\"<open>\");");
        string solution = _notebooks.Write("solutions/a.ipynb", "\"solved\"");
        string source = await File.ReadAllTextAsync(lesson);
        (int status, string output, string error) = await Programs.RunLabAsync("run", lesson, solution, "--output", _notebooks.Output);

        Assert.True(status == 0, output + error);
        Assert.Contains("\nsolutions/a: 1 cell in ", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(source, await File.ReadAllTextAsync(lesson));
        string page = await ReadAsync("a.html");
        Assert.Contains("href=\"solutions/a.html\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"../b.ipynb\"", page, StringComparison.Ordinal);   // not run: no page
        Assert.Contains("<pre class=\"out stdout\">&lt;open&gt;</pre>", page, StringComparison.Ordinal);
        Assert.Contains("solved", await ReadAsync("solutions/a.html"), StringComparison.Ordinal);
        Assert.Contains("<a href=\"a.html\">One</a>", await ReadAsync("index.html"), StringComparison.Ordinal);
        Assert.Equal(["<open>\n"], NotebookFile.Read(Path.Combine(_notebooks.Output, "a.ipynb")).CodeCells[0].Shown());
    }

    [Fact]
    public async Task A_failure_gives_exit_status_1_and_one_sentence_and_the_next_notebook_is_not_run()
    {
        string broken = _notebooks.Write("a.ipynb", "1", "throw new Exception(\"on purpose\");"), other = _notebooks.Write("b.ipynb", "2");
        string source = await File.ReadAllTextAsync(broken);
        (int status, _, string error) = await Programs.RunLabAsync("run", broken, other, "--output", _notebooks.Output, "--in-place");

        Assert.Equal((1, "a.ipynb: cell 2 of 2 failed: System.Exception: on purpose"), (status, error.Trim()));
        Assert.Equal(source, await File.ReadAllTextAsync(broken));
        Assert.Contains("on purpose", await ReadAsync("a.html"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_notebooks.Output, "b.html")));
    }

    [Fact]
    public async Task Two_run_at_a_time_on_half_of_the_cores_each_and_the_failure_of_one_stops_the_other()
    {
        string endless = _notebooks.Write("a.ipynb", "while (true) System.Threading.Thread.Sleep(100);");
        string failing = _notebooks.Write("b.ipynb", "throw new Exception(Environment.GetEnvironmentVariable(\"OMP_NUM_THREADS\"));");
        string[] limit = ["--timeout-minutes", "2"];   // should it not be stopped
        using Process lab = Programs.Start(
            KernelProcess.Dotnet, ["exec", Programs.Lab, "run", endless, failing, "--output", _notebooks.Output, .. limit],
            environment: ("OMP_NUM_THREADS", null));   // as of a user who has not said how many
        (int status, _, string error) = await Programs.EndAsync(lab);

        int half = Math.Max(1, Environment.ProcessorCount / 2);
        Assert.Equal((1, $"b.ipynb: cell 1 of 1 failed: System.Exception: {half}"), (status, error.Trim()));
        Assert.False(File.Exists(Path.Combine(_notebooks.Output, "a.html")));
    }

    [Theory]
    [InlineData("There is no notebook", "nowhere.ipynb")]
    [InlineData("is not a notebook", "{text}")]
    [InlineData("--timeout-minutes is 0", "{notebook}", "--timeout-minutes", "0")]
    public async Task A_mistake_gets_one_sentence_and_exit_status_2(string said, params string[] arguments)
    {
        string notebook = _notebooks.Write("a.ipynb", "1"), text = Path.Combine(_notebooks.Folder, "text.ipynb");
        await File.WriteAllTextAsync(text, "no JSON");
        (int status, _, string error) = await Programs.RunLabAsync(
            ["run", .. arguments.Select(argument => argument switch { "{notebook}" => notebook, "{text}" => text, _ => argument })]);

        Assert.Equal(2, status);
        Assert.Contains(said, Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [NeedsFact("signals")]
    public async Task Ctrl_C_ends_the_program_and_the_endless_cell()
    {
        (Process lab, int kernel) = await StartEndlessAsync();
        using (lab)
        {
            Process.Start("kill", ["-INT", $"{lab.Id}"]).WaitForExit();
            await lab.WaitForExitAsync();

            Assert.Equal(130, lab.ExitCode);
            Assert.True(await HasEndedAsync(kernel), "the kernel runs on");
            Assert.Empty(Directory.GetFiles(_notebooks.Output, "*.part"));
        }
    }

    [Fact]
    public async Task The_kernel_does_not_outlive_a_program_that_is_killed()
    {
        (Process lab, int kernel) = await StartEndlessAsync();
        using (lab)
        {
            lab.Kill();   // this process alone, with no time to tidy up
            Assert.True(await HasEndedAsync(kernel), "the kernel runs on");
        }
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(_notebooks.Output, file));

    private async Task<(Process Lab, int Kernel)> StartEndlessAsync()
    {
        string started = Path.Combine(_notebooks.Folder, "started");
        string path = _notebooks.Write("endless.ipynb",
            "System.IO.File.WriteAllText(\"half\", Environment.ProcessId.ToString());",
            "System.IO.File.Move(\"half\", \"started\");\nwhile (true) { }");
        Process lab = Programs.StartLab("run", path, "--output", _notebooks.Output);
        while (!File.Exists(started) && !lab.HasExited)
        {
            await Task.Delay(50);
        }

        return (lab, int.Parse(await File.ReadAllTextAsync(started)));
    }

    private static async Task<bool> HasEndedAsync(int process)
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            try
            {
                using Process running = Process.GetProcessById(process);
                if (running.HasExited)
                {
                    return true;
                }
            }
            catch (ArgumentException)
            {
                return true;
            }

            await Task.Delay(100);
        }

        return false;
    }
}
