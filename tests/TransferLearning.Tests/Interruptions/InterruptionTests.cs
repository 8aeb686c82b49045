using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using Xunit.Abstractions;

namespace TransferLearning.Tests.Interruptions;

/// <summary>
/// Kills a process at random moments of its work, twice for each kind of work, or as often as INTERRUPTIONS says: the same command
/// then ends as if nothing had been, and what has its name was whole at every moment.
/// </summary>
[Collection("processes of their own")]
public sealed class InterruptionTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("cache")]
    [InlineData("training")]
    [InlineData("download")]
    [InlineData("results")]
    public async Task Killed_at_any_moment_the_same_command_ends_as_an_unbroken_one(string work)
    {
        int kills = int.TryParse(Environment.GetEnvironmentVariable("INTERRUPTIONS"), out int wanted) ? wanted : 2, inside = 0, parts = 0;
        int seed = Random.Shared.Next();
        var random = new Random(seed);
        await using LoopbackServer? server =
            work == "download" ? new LoopbackServer(Answers.Slow(Work.Contents, 50, TimeSpan.FromMilliseconds(10))) : null;
        string input = server?.Address(Work.Downloaded).ToString() ?? Images(work == "cache" ? 300 : 30);
        string unbroken = At("unbroken");
        (string whole, TimeSpan time) = await EndAsync(work, unbroken, input);

        // Where the first run was slow by chance, kills can all come too late: then some more.
        int kill = 0;
        for (; kill < kills || (inside == 0 && kill < 5 * kills); kill++)
        {
            string here = At($"{kill}");
            TimeSpan moment = time * random.NextDouble();
            using WorkProcess killed = await WorkProcess.StartAsync(work, here, input);
            bool wasInside = await killed.KillAsync(moment);
            string context = $"seed {seed}, kill {kill} of {work}, after {moment.TotalMilliseconds:0} of {time.TotalMilliseconds:0} ms";
            inside += wasInside ? 1 : 0;
            parts += Directory.GetFiles(here, "*.part", SearchOption.AllDirectories).Length;
            AssertWhole(unbroken, here, context);
            bool hadCheckpoint = Directory.Exists(Path.Combine(here, Work.CheckpointFolder))
                && Directory.GetFiles(Path.Combine(here, Work.CheckpointFolder), "*.safetensors").Length > 0;
            int named = Directory.GetFiles(here, "*", SearchOption.AllDirectories).Count(path => Path.GetExtension(path) != ".part");
            long? arrived = new FileInfo(Path.Combine(here, Work.Downloaded + ".part")) is { Exists: true } part ? part.Length : null;

            (string again, _) = await EndAsync(work, here, input);

            Assert.True(Hash(whole) == Hash(again), context);
            Assert.True(work != "results" || Number(again, Work.FoundWhole) == named, $"{context}: not all that was there was read");
            Assert.True(!hadCheckpoint || Number(again, Work.FirstEpoch) > 1, $"{context}: the checkpoint was not gone on from");
            Assert.True(
                server is null || arrived is not > 0 || arrived == Work.Contents.Length || server.Requests.Last().From == arrived,
                $"{context}: what had arrived was fetched again");
            Directory.Delete(here, recursive: true);
        }

        output.WriteLine(
            $"{work}: {kill} kills, {inside} of them within its {time.TotalMilliseconds:0} ms; {parts} half-made files beside their places");
        Assert.True(inside > 0, $"none of {kill} kills came while \"{work}\" was at work (seed {seed})");
    }

    [Theory]
    [InlineData("cache")]
    [InlineData("results")]
    public async Task Two_processes_at_once_in_one_folder_end_alike_and_leave_nothing_half_made(string work)
    {
        string input = Images(work == "cache" ? 300 : 30), here = At("both");
        (string alone, _) = await EndAsync(work, At("unbroken"), input);

        using WorkProcess one = await WorkProcess.StartAsync(work, here, input), other = await WorkProcess.StartAsync(work, here, input);
        (string Said, TimeSpan Time)[] both = await Task.WhenAll(one.EndAsync(), other.EndAsync());

        Assert.All(both, end => Assert.Equal(Hash(alone), Hash(end.Said)));
        Assert.Empty(Directory.GetFiles(here, "*.part", SearchOption.AllDirectories));
        AssertWhole(At("unbroken"), here, work);
    }

    private static async Task<(string Said, TimeSpan Time)> EndAsync(string work, string folder, string input)
    {
        using WorkProcess process = await WorkProcess.StartAsync(work, folder, input);
        return await process.EndAsync();
    }

    /// <summary>A file that an unbroken run ends with is there as it has it, or not at all.</summary>
    private static void AssertWhole(string unbroken, string here, string context)
    {
        foreach (string path in Directory.GetFiles(here, "*", SearchOption.AllDirectories))
        {
            string expected = Path.Combine(unbroken, Path.GetRelativePath(here, path));
            Assert.True(
                !File.Exists(expected) || File.ReadAllBytes(expected).AsSpan().SequenceEqual(File.ReadAllBytes(path)),
                $"{context}: {path}");
        }
    }

    private static string Hash(string said) => said[said.IndexOf(Work.Ended, StringComparison.Ordinal)..];

    private static int Number(string said, string label)
    {
        string behind = said[(said.IndexOf(label, StringComparison.Ordinal) + label.Length)..];
        return int.Parse(behind.AsSpan(0, behind.IndexOf('\n')));
    }

    private string At(string name) => Directory.CreateDirectory(Path.Combine(folder.Path, name)).FullName;

    /// <summary>So many images of each class, as large as it takes for decoding them to last a while.</summary>
    private string Images(int perClass)
    {
        foreach ((string name, byte level) in new[] { ("bright", (byte)190), ("dark", (byte)60) })
        {
            for (int i = 0; i < perClass; i++)
            {
                using var image = new Image<Rgb24>(160, 160, new Rgb24(level, (byte)(level / 2 + i % 60), (byte)(i * 7)));
                image.SaveAsJpeg(folder.File("images", name, $"{i:000}.jpg"), new JpegEncoder { Quality = 90 });
            }
        }

        return Path.Combine(folder.Path, "images");
    }
}
