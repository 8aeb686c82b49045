using System.Diagnostics;
using System.Text;
using System.Text.Json;
using TransferLearning;

namespace Lab.Notebooks;

/// <summary>
/// A kernel in a process of its own: fresh state for every notebook, and something that can be ended whatever its cell does.
/// The process must not hold the suite's assemblies, or a notebook's <c>#r</c> would meet a second copy; so it is a program beside this one.
/// </summary>
internal sealed class KernelProcess : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder complaints = new();

    private KernelProcess(Process process) => this.process = process;

    /// <summary>Starts a kernel.</summary>
    /// <param name="folder">Where relative paths of cells begin: the notebook's folder.</param>
    /// <param name="environment">Variables besides those of this process.</param>
    public static KernelProcess Start(string folder, IReadOnlyDictionary<string, string> environment)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "kernel", "Lab.Kernel.dll");
        if (!File.Exists(program))
        {
            throw new UserMistakeException($"The kernel's program {program} is missing; build the project src/Lab again.");
        }

        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet", ["exec", program])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        var kernel = new KernelProcess(Process.Start(start) ?? throw new IOException("The kernel's process did not start."));
        kernel.process.ErrorDataReceived += (_, line) => kernel.complaints.AppendLine(line.Data);
        kernel.process.BeginErrorReadLine();
        return kernel;
    }

    /// <summary>Runs a cell; gives its last reply: done or failed.</summary>
    /// <param name="code">The cell's source.</param>
    /// <param name="shown">Gets every other reply, at once.</param>
    /// <param name="timeout">How long the cell may take; null: as long as it likes.</param>
    /// <param name="cancellation">Stops waiting; the process ends with <see cref="DisposeAsync"/>.</param>
    public async Task<KernelReply> RunAsync(string code, Action<KernelReply> shown, TimeSpan? timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } time)
        {
            limit.CancelAfter(time);
        }

        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(code).AsMemory(), limit.Token);
            await process.StandardInput.FlushAsync(limit.Token);
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                foreach (KernelReply reply in KernelReply.Parse(line))
                {
                    if (reply.Kind is "done" or "failed")
                    {
                        return reply;
                    }

                    shown(reply);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new KernelReply("failed", Name: "Timeout", Message: $"The cell took longer than {timeout!.Value.TotalSeconds:0.#} seconds (--timeout) and was cut off.");
        }
        catch (IOException) when (process.HasExited)
        {
            // Told below.
        }

        await process.WaitForExitAsync(cancellation);
        string last = string.Join(" ", complaints.ToString().Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(3));
        return new KernelReply("failed", Name: "KernelEnded", Message: $"The kernel's process ended in the middle of the cell (exit status {process.ExitCode}). {last}".TrimEnd());
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }
}
