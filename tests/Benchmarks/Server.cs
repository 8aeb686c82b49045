using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using TorchSharp;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>
/// notebooks/pet-server.cs under load: requests over loopback from several connections at once, and beside it the same work without HTTP,
/// each in a process of its own. The client takes its share of the same cores, so it is told.
/// </summary>
internal static class Server
{
    private const int BatchSize = 16, FilesKept = 1000;

    public static async Task<int> MeasureAsync(string? images, string? model, int requests, int connections)
    {
        if (images is null || model is null)
        {
            Console.Error.WriteLine("server needs --images FOLDER and --model FILE (lesson 6 saves one, and so does compare).");
            return 2;
        }

        byte[][] files = Read(images);
        Console.WriteLine($"{Environment.ProcessorCount} cores, {requests:N0} requests from {connections} connections, "
            + $"{files.Length} files of {files.Average(file => file.Length) / 1000:0} kB");
        double ownPerSecond = Plain(images, model, requests);
        Console.WriteLine($"without HTTP  {ownPerSecond,6:0} images/s");

        using Process server = Start("dotnet", "exec", await BuildAsync(), model, "--urls", "http://127.0.0.1:0");
        string line = await server.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException(await server.StandardError.ReadToEndAsync());
        using HttpClient client = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections })
        {
            BaseAddress = new Uri(line.Split(": ")[1]),
        };
        try
        {
            await LoadAsync(client, files, requests: Math.Min(200, requests), connections);   // both compile what is used often
            TimeSpan before = server.TotalProcessorTime, own = Environment.CpuUsage.TotalTime;
            Result result = await LoadAsync(client, files, requests, connections, () => Memory(server));
            server.Refresh();
            double cores = result.Seconds * Environment.ProcessorCount, perSecond = requests / result.Seconds;
            Console.WriteLine($"over HTTP     {perSecond,6:0} images/s ({perSecond / ownPerSecond:0.00} of it)   "
                + $"p50 {result.Percentile(0.5):0.0} ms   p99 {result.Percentile(0.99):0.0} ms");
            string answers = string.Join(", ", result.Statuses.Select(entry => $"{entry.Value:N0} × {(int)entry.Key}"));
            Console.WriteLine($"answers       {answers}");
            double served = (server.TotalProcessorTime - before).TotalSeconds, asked = (Environment.CpuUsage.TotalTime - own).TotalSeconds;
            Console.WriteLine($"processor     server {served / cores:0%}, client {asked / cores:0%} of all cores");
            string tenths = string.Join(", ", result.Memory.Select(bytes => $"{bytes >> 20}"));
            Console.WriteLine($"memory        {tenths} MB after each tenth; at most {server.PeakWorkingSet64 >> 20} MB");
            return result.Statuses.Keys.Except([HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable]).Any() ? 1 : 0;
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }
    }

    /// <summary>
    /// Images per second without HTTP: decoded on every core, computed in batches on a thread beside, as the server does.
    /// </summary>
    public static double Measure(string images, string model, int requests)
    {
        byte[][] files = Read(images);
        using TransferModel loaded = TransferModel.Load(model);
        string besides = OutOfDistribution.PathBeside(model);
        using OutOfDistribution? known = File.Exists(besides) ? OutOfDistribution.Load(besides) : null;
        Run(Math.Min(200, requests));
        return Program.Once(requests, () => Run(requests));

        void Run(int count)
        {
            using BlockingCollection<byte[]> decoded = new(2 * BatchSize);
            Task decoding = Task.Run(() =>
            {
                Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount },
                    i => decoded.Add(ImageDecoder.Decode(files[i % files.Length], loaded.ImageSize).Pixels!));
                decoded.CompleteAdding();
            });
            foreach (byte[] first in decoded.GetConsumingEnumerable())
            {
                List<byte[]> batch = [first];
                while (batch.Count < BatchSize && decoded.TryTake(out byte[]? next))
                {
                    batch.Add(next);
                }

                using FinalizerGate gate = FinalizerGate.Close();
                using IDisposable inference = inference_mode();
                using DisposeScope scope = NewDisposeScope();
                Tensor features = loaded.Features(
                    stack(batch.Select(pixels => tensor(pixels, [loaded.ImageSize, loaded.ImageSize, 3]))).permute(0, 3, 1, 2));
                _ = loaded.Classify(features).cpu();
                _ = known?.IsUnlike(features);
            }

            decoding.Wait();
        }
    }

    private static byte[][] Read(string folder) =>
        [.. ImageFolder.Open(folder).All.Take(FilesKept).Select(file => File.ReadAllBytes(file.Path))];

    private static double Plain(string images, string model, int requests)
    {
        using Process process =
            Start("dotnet", "exec", typeof(Server).Assembly.Location, "turn", "library", "server", images, model, $"{requests}");
        return double.Parse(process.StandardOutput.ReadToEnd());
    }

    private static async Task<string> BuildAsync()
    {
        using Process build = Start("dotnet", "build", "-c", "Release", Path.Combine(Repository.Root, "notebooks", "pet-server.cs"));
        string said = await build.StandardOutput.ReadToEndAsync();
        IEnumerable<string> files = said.Split('\n').Select(line => line.Trim().Split(" -> ")[^1]);
        return files.FirstOrDefault(file => Path.GetFileName(file) == "pet-server.dll")
            ?? throw new InvalidOperationException(said);
    }

    private static Process Start(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["MALLOC_ARENA_MAX"], start.Environment["OMP_WAIT_POLICY"]) = ("1", "PASSIVE");   // as in pet-server.run.json
        return Process.Start(start)!;
    }

    private static long Memory(Process server)
    {
        server.Refresh();
        return server.WorkingSet64;
    }

    private static async Task<Result> LoadAsync(
        HttpClient client, byte[][] files, int requests, int connections, Func<long>? memory = null)
    {
        Result result = new();
        int begun = 0;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref begun) is int number && number <= requests)
            {
                long began = Stopwatch.GetTimestamp();
                HttpStatusCode status = HttpStatusCode.ServiceUnavailable;
                while (status == HttpStatusCode.ServiceUnavailable)
                {
                    using ByteArrayContent file = new(files[number % files.Length]);
                    using HttpResponseMessage response = await client.PostAsync("predict", file);
                    status = response.StatusCode;
                    await response.Content.ReadAsByteArrayAsync();
                    result.Statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
                    await Task.Delay(response.Headers.RetryAfter?.Delta ?? TimeSpan.Zero);
                }

                result.Milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                if (memory is not null && number % Math.Max(1, requests / 10) == 0)
                {
                    result.Memory.Enqueue(memory());
                }
            }
        })));
        result.Seconds = clock.Elapsed.TotalSeconds;
        return result;
    }

    private sealed class Result
    {
        public ConcurrentBag<double> Milliseconds { get; } = [];

        public ConcurrentDictionary<HttpStatusCode, int> Statuses { get; } = [];

        public ConcurrentQueue<long> Memory { get; } = [];

        public double Seconds { get; set; }

        public double Percentile(double share) => Milliseconds.Order().ElementAt((int)(share * (Milliseconds.Count - 1)));
    }
}
