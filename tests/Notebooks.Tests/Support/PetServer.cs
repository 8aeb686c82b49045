using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Lab.Notebooks;
using TransferLearning;

namespace Notebooks.Tests;

/// <summary>The program, built, and a model for it.</summary>
public sealed class PetServer : IAsyncLifetime
{
    private string _program = "";
    private RunningServer _server = null!;

    internal string Folder { get; } = Directory.CreateTempSubdirectory("pet-server-test-").FullName;

    internal TransferModel Model { get; private set; } = null!;

    internal OutOfDistribution Known { get; private set; } = null!;

    internal HttpClient Client => _server.Client;

    private string ModelFile => Path.Combine(Folder, "model.safetensors");

    public async Task InitializeAsync()
    {
        string[] build = ["build", "-c", "Release", Checkout.PathOf("notebooks/pet-server.cs")];
        (int status, string output, string error) = await Programs.EndAsync(Programs.Start(KernelProcess.Dotnet, build));
        Assert.True(status == 0, output + error);
        IEnumerable<string> said = output.Split('\n').Select(line => line.Trim().Split(" -> ")[^1]);
        _program = said.Single(file => Path.GetFileName(file) == "pet-server.dll");

        Split split = Sample.Draw(Sample.FirstSeed);
        Backbone backbone = Sample.Backbones[0];
        Model = TransferModel.Create(backbone, split.Classes, Sample.WeightsOf(backbone));
        Model.Freeze();
        await Model.FitAsync(split, new TrainingOptions { Epochs = 10, LearningRate = backbone.FrozenRate });
        Known = OutOfDistribution.Learn(Model, split.Training, split.Validation);
        Model.Save(ModelFile);
        Known.Save(OutOfDistribution.PathBeside(ModelFile));
        _server = await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        Known.Dispose();
        Model.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Runs it with these arguments.</summary>
    internal Process Run(params string[] arguments) => Programs.Start(KernelProcess.Dotnet, ["exec", _program, .. arguments]);

    /// <summary>Starts a server with the model, on a free port.</summary>
    internal async Task<RunningServer> StartAsync(params string[] options)
    {
        Process process = Run([ModelFile, "--urls", "http://127.0.0.1:0", .. options]);
        string line = await process.StandardOutput.ReadLineAsync() ?? await process.StandardError.ReadToEndAsync();
        Assert.Matches("^cat, dog on .+: http://127\\.0\\.0\\.1:\\d+$", line);
        return new RunningServer(process, new HttpClient { BaseAddress = new Uri(line.Split(": ")[1]) });
    }

    /// <summary>Keeps a screenshot in artifacts/pet-server, to be looked at.</summary>
    internal static Task KeepAsync(string name, byte[] picture) => File.WriteAllBytesAsync(
        Path.Combine(Directory.CreateDirectory(Checkout.PathOf("artifacts/pet-server")).FullName, name + ".png"), picture);
}

/// <summary>A server that runs.</summary>
internal sealed record RunningServer(Process Process, HttpClient Client) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Process.Kill(entireProcessTree: true);
        await Process.WaitForExitAsync();
        Process.Dispose();
    }
}

/// <summary>
/// Sends half of a picture, and the rest when it is told. HttpClient would not look at an answer before it has sent everything.
/// </summary>
internal sealed class SlowClient(byte[] file) : IDisposable
{
    private readonly TcpClient _client = new();

    /// <summary>Head and body of what comes back.</summary>
    public Task<string> Answer { get; private set; } = null!;

    public async Task BeginAsync(Uri server)
    {
        await _client.ConnectAsync(server.Host, server.Port);
        string head = $"POST /predict HTTP/1.1\r\nHost: {server.Authority}\r\nContent-Length: {file.Length}\r\n\r\n";
        await _client.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. file[..(file.Length / 2)]]);
        Answer = ReadAsync();
    }

    public async Task FinishAsync() => await _client.GetStream().WriteAsync(file.AsMemory(file.Length / 2));

    public void Dispose() => _client.Dispose();

    private async Task<string> ReadAsync()
    {
        byte[] answer = new byte[8192];
        return Encoding.UTF8.GetString(answer, 0, await _client.GetStream().ReadAsync(answer));   // small enough to come at once
    }
}
