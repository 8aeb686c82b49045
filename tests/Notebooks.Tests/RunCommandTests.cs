using System.Diagnostics;
using System.Text.Json;
using Lab.Notebooks;
using Microsoft.DotNet.Interactive.Documents;

namespace Notebooks.Tests;

public sealed class RunCommandTests : IDisposable
{
    private readonly Fixture fixture = new();

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task A_run_writes_executed_notebooks_pages_and_an_index()
    {
        string first = await fixture.WriteAsync("01-one.ipynb", "# One\n\n[Next](02-two.ipynb)\n\nThe first of two. And more.", "1 + 1"), second = await fixture.WriteAsync("02-two.ipynb", "# Two", "Console.WriteLine(\"<two>\");");
        string source = await File.ReadAllTextAsync(first);
        (int status, string output, string error) = await LabProgram.RunAsync("run", first, second, "--out", fixture.Output);

        Assert.True(status == 0, output + error);
        Assert.Contains("01-one: 1 cells in", output.Replace("1 cell in", "1 cells in", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(source, await File.ReadAllTextAsync(first));
        string page = await File.ReadAllTextAsync(Path.Combine(fixture.Output, "01-one.html"));
        Assert.Contains("href=\"02-two.html\"", page, StringComparison.Ordinal);
        Assert.Contains("&lt;two&gt;", await File.ReadAllTextAsync(Path.Combine(fixture.Output, "02-two.html")), StringComparison.Ordinal);
        string index = await File.ReadAllTextAsync(Path.Combine(fixture.Output, "index.html"));
        Assert.Contains("<a href=\"01-one.html\">One<span>The first of two.</span></a>", index, StringComparison.Ordinal);
        InteractiveDocument executed = await NotebookFile.ReadAsync(Path.Combine(fixture.Output, "01-one.ipynb"));
        Assert.Single(NotebookFile.CodeCells(executed)[0].Outputs);
    }

    [Fact]
    public async Task A_lesson_and_its_solution_of_the_same_name_keep_apart()
    {
        Directory.CreateDirectory(Path.Combine(fixture.Folder, "solutions"));
        string lesson = await fixture.WriteAsync("a.ipynb", "# Lesson\n\n[Solution](solutions/a.ipynb)", "\"open\""), solution = await fixture.WriteAsync("solutions/a.ipynb", "\"solved\"");
        (int status, string output, string error) = await LabProgram.RunAsync("run", lesson, solution, "--out", fixture.Output);

        Assert.True(status == 0, output + error);
        Assert.Contains("\nsolutions/a: ", output, StringComparison.Ordinal);
        Assert.Contains("href=\"solutions/a.html\"", await File.ReadAllTextAsync(Path.Combine(fixture.Output, "a.html")), StringComparison.Ordinal);
        Assert.Contains("solved", await File.ReadAllTextAsync(Path.Combine(fixture.Output, "solutions", "a.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failing_cell_gives_exit_status_1_clear_sentences_and_the_notebook_as_far_as_it_came()
    {
        string path = await fixture.WriteAsync("broken.ipynb", "\"fine\"", "int x = 1;\nthrow new Exception(\"on purpose\");", "\"never\"");
        string source = await File.ReadAllTextAsync(path);
        (int status, _, string error) = await LabProgram.RunAsync("run", path, "--out", fixture.Output, "--in-place");

        Assert.Equal(1, status);
        (string place, string code) = Fixture.KernelKnowsLines ? ("code cell 2 of 3, line 2:", "throw new Exception(\"on purpose\");") : ("code cell 2 of 3:", "int x = 1;");
        Assert.Equal([code, "System.Exception: on purpose"], error.Trim().Split('\n').Skip(1).Select(line => line.Trim()));
        Assert.Contains($"broken.ipynb failed in {place}", error, StringComparison.Ordinal);
        Assert.Equal(source, await File.ReadAllTextAsync(path));
        Assert.Contains("on purpose", await File.ReadAllTextAsync(Path.Combine(fixture.Output, "broken.html")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_place_twice_gives_the_same_bytes_and_strip_takes_the_outputs_out_again()
    {
        string path = await fixture.WriteAsync("a.ipynb", "# Title", "int a = 5;", "new[] { a, Guid.NewGuid().ToString().Length }", "Guid.NewGuid()");
        string stripped = await File.ReadAllTextAsync(path);

        Assert.Equal(0, (await LabProgram.RunAsync("run", path, "--out", fixture.Output, "--in-place")).Status);
        string once = await File.ReadAllTextAsync(path);
        Assert.Equal(0, (await LabProgram.RunAsync("run", path, "--out", fixture.Output, "--in-place")).Status);
        Assert.Equal(once, await File.ReadAllTextAsync(path));
        Assert.Contains("[ 5, 36 ]", once, StringComparison.Ordinal);

        Assert.Equal(0, (await LabProgram.RunAsync("run", path, "--strip")).Status);
        Assert.Equal(stripped, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_written_notebook_has_what_nbformat_and_the_front_ends_ask_for()
    {
        string path = Path.Combine(fixture.Folder, "bare.ipynb");
        await File.WriteAllTextAsync(path, "{\"cells\":[{\"cell_type\":\"markdown\",\"source\":\"# T\"},{\"cell_type\":\"code\",\"metadata\":{\"vscode\":{\"languageId\":\"csharp\"}},\"source\":[\"1+\",\"1\"],\"outputs\":[]}]}");
        await LabProgram.RunAsync("run", path, "--out", fixture.Output, "--in-place");

        using JsonDocument notebook = JsonDocument.Parse(await File.ReadAllTextAsync(path));
        Assert.Equal((4, 5), (notebook.RootElement.GetProperty("nbformat").GetInt32(), notebook.RootElement.GetProperty("nbformat_minor").GetInt32()));
        JsonElement metadata = notebook.RootElement.GetProperty("metadata");
        Assert.Equal(".net-csharp", metadata.GetProperty("kernelspec").GetProperty("name").GetString());
        Assert.Equal("csharp", metadata.GetProperty("polyglot_notebook").GetProperty("kernelInfo").GetProperty("defaultKernelName").GetString());
        JsonElement[] cells = [.. notebook.RootElement.GetProperty("cells").EnumerateArray()];
        Assert.Equal(2, cells.Select(cell => cell.GetProperty("id").GetString()).Distinct().Count());
        Assert.All(cells, cell => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", cell.GetProperty("id").GetString()));
        Assert.Equal(["cell_type", "id", "metadata", "source"], cells[0].EnumerateObject().Select(entry => entry.Name));
        Assert.Equal(["cell_type", "execution_count", "id", "metadata", "outputs", "source"], cells[1].EnumerateObject().Select(entry => entry.Name));
        Assert.Equal(["data", "execution_count", "metadata", "output_type"], cells[1].GetProperty("outputs")[0].EnumerateObject().Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("There is no notebook", "nowhere.ipynb")]
    [InlineData("is not a notebook", "{text}")]
    [InlineData("--timeout is 0", "{notebook}", "--timeout", "0")]
    [InlineData("photographs must not be committed", "{notebook}", "--in-place", "--profile", "photos")]
    [InlineData("no profile \"films\"", "{notebook}", "--profile", "films")]
    public async Task A_mistake_gets_one_sentence_and_exit_status_2(string said, params string[] arguments)
    {
        string notebook = await fixture.WriteAsync("a.ipynb", "1"), text = Path.Combine(fixture.Folder, "text.ipynb");
        await File.WriteAllTextAsync(text, "no JSON");
        (int status, _, string error) = await LabProgram.RunAsync(
            ["run", .. arguments.Select(argument => argument.Replace("{notebook}", notebook, StringComparison.Ordinal).Replace("{text}", text, StringComparison.Ordinal)), "--out", fixture.Output]);

        Assert.Equal(2, status);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [CtrlCFact]
    public async Task Ctrl_C_ends_the_program_and_the_endless_cell()
    {
        (Process lab, int kernel) = await StartEndlessAsync();
        using (lab)
        {
            Process.Start("kill", ["-INT", lab.Id.ToString()]).WaitForExit();
            Assert.True(await HasEndedAsync(lab.Id), "the program runs on");
            await lab.WaitForExitAsync();

            Assert.Equal(130, lab.ExitCode);
            Assert.Contains("Stopped.", await lab.StandardOutput.ReadToEndAsync(), StringComparison.Ordinal);
            Assert.True(await HasEndedAsync(kernel));
        }
    }

    [Fact]
    public async Task The_kernel_does_not_outlive_a_program_that_is_killed()
    {
        (Process lab, int kernel) = await StartEndlessAsync();
        using (lab)
        {
            lab.Kill();   // this process alone, with no time to tidy up
            Assert.True(await HasEndedAsync(kernel));
        }
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

    private async Task<(Process Lab, int Kernel)> StartEndlessAsync()
    {
        string path = await fixture.WriteAsync("endless.ipynb", "System.IO.File.WriteAllText(\"started.part\", Environment.ProcessId.ToString());\nSystem.IO.File.Move(\"started.part\", \"started\");\nwhile (true) { System.Threading.Thread.Sleep(50); }");
        Process lab = LabProgram.Start("run", path, "--out", fixture.Output);
        string started = Path.Combine(fixture.Folder, "started");
        while (!File.Exists(started) && !lab.HasExited)
        {
            await Task.Delay(50);
        }

        return (lab, int.Parse(await File.ReadAllTextAsync(started)));
    }
}
