using System.Diagnostics;
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
    private readonly Process _process;
    private readonly StringBuilder _complaints = new();   // native code's, as the last words of a process that ends

    /// <param name="folder">Where relative paths of cells begin: the notebook's folder.</param>
    /// <param name="environment">Variables besides those of this process.</param>
    public KernelProcess(string folder, IReadOnlyDictionary<string, string>? environment = null)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "kernel", "Lab.Kernel.dll");
        UserMistakeException.ThrowIf(!File.Exists(program), $"The kernel's program {program} is missing: build the project src/Lab again.");

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
        foreach ((string name, string value) in ForTraining.Concat(environment ?? new Dictionary<string, string>()))
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => _complaints.AppendLine(line.Data);
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

    /// <summary>Runs a cell.</summary>
    /// <param name="code">The cell.</param>
    /// <param name="show">Gets its outputs, one after the other.</param>
    /// <param name="timeout">How long it may take; null: as long as it likes.</param>
    /// <param name="cancellation">Stops.</param>
    /// <returns>Null at the cell's end. Otherwise why there was none, in words that go on after "cell 3".</returns>
    public async Task<string?> RunAsync(string code, Action<JsonObject> show, TimeSpan? timeout, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout ?? Timeout.InfiniteTimeSpan);
        try
        {
            await _process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(code).AsMemory(), limit.Token);
            await _process.StandardInput.FlushAsync(limit.Token);
            while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                int at = line.IndexOf('\u001e');
                if (at != 0)   // printed past the kernel
                {
                    string text = at < 0 ? line + "\n" : line[..at];
                    show(new JsonObject { ["output_type"] = "stream", ["name"] = "stdout", ["text"] = text });
                }

                if (at >= 0)
                {
                    JsonObject reply = JsonNode.Parse(line[(at + 1)..])!.AsObject();
                    if (reply["output_type"]!.GetValue<string>() == "end")
                    {
                        return null;
                    }

                    show(reply);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return $"took longer than {timeout!.Value.TotalMinutes:0.##} minutes (--timeout-minutes) and was stopped";
        }
        catch (IOException)
        {
            // It cannot be written to: the process has ended.
        }

        await _process.WaitForExitAsync(cancellation);   // and its complaints have all come
        string? last = _complaints.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(line => !line.StartsWith("terminate called", StringComparison.Ordinal));
        return $"ended the kernel's process (exit status {_process.ExitCode})" + (last is null ? "" : $": {last}");
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
}
