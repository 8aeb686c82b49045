using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Lab.Notebooks;

namespace Notebooks.Tests;

/// <summary>The published kernel, as Jupyter, VS Code's Jupyter extension and Polyglot Notebooks start it.</summary>
public sealed class KernelTests(KernelTests.Runs runs) : IClassFixture<KernelTests.Runs>, IDisposable
{
    private readonly TinyNotebooks _notebooks = new();

    public static TheoryData<string> FirstThree => [.. Checkout.FirstLessons.Take(3)];

    public void Dispose() => _notebooks.Dispose();

    [NeedsFact("kernel")]
    public async Task Install_registers_a_kernel_that_works_from_any_folder_and_opens_no_port_to_the_network()
    {
        (int status, string output, string error) = await InstallAsync();

        Assert.True(status == 0, error);
        string path = Path.Combine(_notebooks.Folder, "kernels", ".net-csharp", "kernel.json");
        Assert.Contains(path, output, StringComparison.Ordinal);
        JsonNode spec = JsonNode.Parse(File.ReadAllText(path))!;
        string[] words = [.. spec["argv"]!.AsArray().Select(word => word!.GetValue<string>())];
        Assert.All(words[..2], program => Assert.True(Path.IsPathRooted(program) && File.Exists(program), program));
        Assert.Equal(["jupyter", "--default-kernel", "csharp", "{connection_file}", "--http-local-only"], words[2..]);
        Assert.Equal("0x20000000", spec["env"]!["DOTNET_GCgen0size"]!.GetValue<string>());
        Assert.Equal("1", spec["env"]!["MALLOC_ARENA_MAX"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_the_tool_install_says_what_to_do()
    {
        string[] arguments = ["exec", Programs.Lab, "kernel", "install", "--path", _notebooks.Folder];
        using Process lab = Programs.Start(KernelProcess.Dotnet, arguments, environment: ("NUGET_PACKAGES", _notebooks.Folder));
        (int status, _, string error) = await Programs.EndAsync(lab);

        Assert.Equal(2, status);
        Assert.Contains("run \"dotnet tool restore\"", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    [NeedsFact("kernel", "jupyter-nbconvert")]
    public async Task A_kernel_registered_by_Install_runs_charts_in_Jupyter_without_noise()
    {
        string path = _notebooks.Write("a.ipynb",
            Checkout.FirstCell,
            "double[] x = [1, 2, 3], y = [0.5, 0.7, 0.9];\nChart.Line(x, y, \"training\")",
            "Environment.GetEnvironmentVariable(\"DOTNET_GCgen0size\")");
        NotebookFile notebook = await ConvertAsync(path);

        Assert.Contains("training", notebook.CodeCells[1].Shown()[0], StringComparison.Ordinal);
        Assert.Equal(["0x20000000"], notebook.CodeCells[2].Shown());
        Assert.DoesNotContain(notebook.CodeCells.SelectMany(cell => cell.Kinds()), kind => kind is "stdout" or "stderr" or "error");
    }

    [NeedsTheory("kernel", "jupyter-nbconvert")]
    [MemberData(nameof(FirstThree))]
    public void A_lesson_runs_in_Jupyter(string lesson)
    {
        NotebookFile notebook = runs.InJupyter[lesson];

        JsonObject[] outputs = [.. notebook.CodeCells.SelectMany(cell => NotebookFile.Outputs(cell).OfType<JsonObject>())];
        Assert.DoesNotContain(outputs, output => (string?)output["output_type"] == "error");

        // The published kernel warns of an assembly's version (CS1701) under some cells, which is harmless; nothing else may be said there.
        IEnumerable<string> warnings = outputs.Where(output => (string?)output["name"] == "stderr")
            .SelectMany(output => NotebookFile.Text(output["text"]).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.All(
            warnings.Where(line => !string.IsNullOrWhiteSpace(line)), line => Assert.Contains("CS1701", line, StringComparison.Ordinal));
    }

    [NeedsFact("kernel")]
    public void Lesson_2_runs_by_the_protocol_that_Polyglot_Notebooks_speaks()
    {
        Assert.Equal(Checkout.Read(Checkout.FirstLessons[1]).CodeCells.Count, runs.ByProtocol.Count);
        Assert.All(runs.ByProtocol, last => Assert.Equal("CommandSucceeded", (string?)last["eventType"]));
    }

    private Task<(int Status, string Output, string Error)> InstallAsync() => InstallAsync(_notebooks);

    private async Task<NotebookFile> ConvertAsync(string notebook)
    {
        await InstallAsync();
        return await ConvertAsync(notebook, _notebooks);
    }

    private static Task<(int Status, string Output, string Error)> InstallAsync(TinyNotebooks place) =>
        Programs.RunLabAsync("kernel", "install", "--path", Path.Combine(place.Folder, "kernels"));

    private static async Task<NotebookFile> ConvertAsync(string notebook, TinyNotebooks place)
    {
        using Process jupyter = Programs.Start(Programs.Find("jupyter-nbconvert")!,
            ["--to", "notebook", "--execute", "--ExecutePreprocessor.kernel_name=.net-csharp", "--output-dir", place.Output, notebook],
            Path.GetTempPath(), [("JUPYTER_PATH", place.Folder), .. Programs.ShortLessons]);
        (int status, string output, string error) = await Programs.EndAsync(jupyter);
        Assert.True(status == 0, output + error);
        return NotebookFile.Read(Path.Combine(place.Output, Path.GetFileName(notebook)));
    }

    /// <summary>
    /// The lessons in the published kernel, once for all tests, two at a time, each on one core. What they train is tested elsewhere: here
    /// two epochs are enough.
    /// </summary>
    public sealed class Runs : IAsyncLifetime
    {
        /// <summary>Lessons 1 to 3 as Jupyter ran them.</summary>
        internal ConcurrentDictionary<string, NotebookFile> InJupyter { get; } = [];

        /// <summary>The last event of each cell of lesson 2; ends with the one that failed.</summary>
        internal List<JsonNode> ByProtocol { get; } = [];

        public async Task InitializeAsync()
        {
            bool hasKernel = KernelSpec.RestoredTool() is not null;
            bool hasJupyter = hasKernel && Programs.Find("jupyter-nbconvert") is not null;
            List<Func<Task>> all = hasKernel ? [SpeakAsync] : [];
            all.AddRange(hasJupyter ? Checkout.FirstLessons.Take(3).Select(Lesson) : []);
            await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (run, _) => await run());

            // Two of Jupyter's kernels that begin at the same moment may choose the same free port: each has a range of its own.
            Func<Task> Lesson(string lesson, int index) => () => RunAsync(lesson, $"{3000 + (100 * index)}-{3099 + (100 * index)}");
        }

        public Task DisposeAsync() => Task.CompletedTask;

        private async Task RunAsync(string lesson, string ports)
        {
            using TinyNotebooks place = new();
            await InstallAsync(place);
            string path = Path.Combine(place.Folder, "kernels", ".net-csharp", "kernel.json");
            JsonNode spec = JsonNode.Parse(await File.ReadAllTextAsync(path))!;
            Array.ForEach(["--http-port-range", ports], word => spec["argv"]!.AsArray().Add(word));
            await File.WriteAllTextAsync(path, spec.ToJsonString());
            InJupyter[lesson] = await ConvertAsync(Checkout.PathOf(lesson), place);
        }

        private async Task SpeakAsync()
        {
            string lesson = Checkout.FirstLessons[1], folder = Path.GetDirectoryName(Checkout.PathOf(lesson))!;
            string[] arguments = ["exec", KernelSpec.RestoredTool()!, "stdio", "--default-kernel", "csharp"];

            // Where the tool has never run, it would begin with a welcome in the place of events.
            using Process kernel = Programs.Start(
                KernelProcess.Dotnet, arguments, folder, [.. Programs.ShortLessons, ("DOTNET_INTERACTIVE_SKIP_FIRST_TIME_EXPERIENCE", "1")]);
            try
            {
                await SpeakAsync(kernel, lesson);
            }
            finally
            {
                kernel.Kill(entireProcessTree: true);
            }
        }

        private async Task SpeakAsync(Process kernel, string lesson)
        {
            kernel.ErrorDataReceived += (_, _) => { };
            kernel.BeginErrorReadLine();
            foreach (JsonObject cell in Checkout.Read(lesson).CodeCells)
            {
                string token = $"cell-{ByProtocol.Count + 1}";
                var command = new { code = NotebookFile.Text(cell["source"]), targetKernelName = "csharp" };
                await kernel.StandardInput.WriteLineAsync(JsonSerializer.Serialize(new { token, commandType = "SubmitCode", command }));
                JsonNode? last = null;
                while (!IsEnd(last, token))
                {
                    string? line = await kernel.StandardOutput.ReadLineAsync();
                    Assert.True(line is not null, $"the kernel ended in {token}");
                    last = JsonNode.Parse(line);
                }

                ByProtocol.Add(last!);
                if ((string?)last!["eventType"] == "CommandFailed")
                {
                    break;
                }
            }
        }

        private static bool IsEnd(JsonNode? happened, string token) =>
            (string?)happened?["command"]?["token"] == token && (string?)happened["eventType"] is "CommandSucceeded" or "CommandFailed";
    }
}
