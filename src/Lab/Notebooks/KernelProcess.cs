using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TransferLearning;

namespace Lab.Notebooks;

/// <summary>
/// A kernel in a process of its own (Lab.Kernel, which says how the two talk): fresh state for every notebook, and something that can be
/// ended whatever its cell does. It must not hold the suite's assemblies, or a notebook's <c>#r</c> would meet a second copy.
/// </summary>
internal sealed class KernelProcess : IAsyncDisposable
{
    /// <summary>Name of the error of a cell that did not come to its end: its message goes on after "cell 3".</summary>
    public const string NoEnd = "Stopped";

    private readonly Process _process;
    private readonly StringBuilder _complaints = new();   // native code's, as the last words of a process that ends
    private bool _isReady;

    /// <param name="folder">Where relative paths of cells begin: the notebook's folder.</param>
    /// <param name="environment">Variables besides those of this process.</param>
    public KernelProcess(string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "kernel", "Lab.Kernel.dll");
        if (!File.Exists(program))
        {
            throw new UserMistakeException($"The kernel's program {program} is missing: build the project src/Lab again.");
        }

        ProcessStartInfo start = new(Dotnet, ["exec", program])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach ((string name, string value) in environment is null ? ForTraining : ForTraining.Concat(environment))
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_complaints)
            {
                _complaints.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    /// <summary>
    /// Environment variables of a process that trains: it leaves many small objects (fewer, larger collections) and many large tensors (one
    /// arena, see <see cref="Speed.KeepFreedMemory"/>).
    /// </summary>
    public static IReadOnlyDictionary<string, string> ForTraining { get; } =
        new Dictionary<string, string> { ["DOTNET_GCgen0size"] = "0x20000000", ["DOTNET_gcServer"] = "0", ["MALLOC_ARENA_MAX"] = "1" };

    /// <summary>The dotnet that runs this program, which need not be on the PATH.</summary>
    public static string Dotnet { get; } = Path.GetFullPath(
        Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    /// <summary>Runs a cell. Ends with the cell's last output, or with an output "error" that says that there was no end.</summary>
    public async IAsyncEnumerable<JsonObject> RunAsync(
        string code, TimeSpan? timeout, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (!_isReady && await _process.StandardOutput.ReadLineAsync(cancellation) is { } said)
        {
            _isReady = said.Contains("\"end\"", StringComparison.Ordinal);
        }

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout ?? Timeout.InfiniteTimeSpan);
        string? lost = await TryAsync(async () =>
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(code).AsMemory(), limit.Token);
            await _process.StandardInput.FlushAsync(limit.Token);
            return "";
        });
        while (lost == "")
        {
            string? line = null;
            lost = await TryAsync(async () => (line = await _process.StandardOutput.ReadLineAsync(limit.Token)) is null ? null : "");
            if (line is null)
            {
                continue;
            }

            int at = line.IndexOf('\u001e');
            if (at != 0)   // printed past the kernel
            {
                string text = at < 0 ? line + "\n" : line[..at];
                yield return new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text };
            }

            JsonObject? reply = at < 0 ? null : JsonNode.Parse(line[(at + 1)..])!.AsObject();
            if (reply?["output_type"]!.GetValue<string>() == "end")
            {
                yield break;
            }

            if (reply is not null)
            {
                yield return reply;
            }
        }

        string end = lost ?? await LastWordsAsync(cancellation);
        yield return new JsonObject { ["output_type"] = "error", ["ename"] = NoEnd, ["evalue"] = end, ["traceback"] = new JsonArray() };

        // What stopped it: "" where nothing did, null where the process has ended.
        async Task<string?> TryAsync(Func<Task<string?>> step)
        {
            try
            {
                return await step();
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return $"took longer than {timeout!.Value.TotalMinutes:0.##} minutes (--timeout-minutes) and was stopped";
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<string> LastWordsAsync(CancellationToken cancellation)
    {
        await _process.WaitForExitAsync(cancellation);
        lock (_complaints)
        {
            string? last = _complaints.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .FirstOrDefault(line => !line.StartsWith("terminate called", StringComparison.Ordinal));
            return $"ended the kernel's process (exit status {_process.ExitCode})" + (last is null ? "" : $": {last}");
        }
    }
}
