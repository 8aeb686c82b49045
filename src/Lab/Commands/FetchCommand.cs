using System.CommandLine;
using TransferLearning;
using static Lab.Commands.Options;

namespace Lab.Commands;

/// <summary><c>Lab fetch</c>: brings photographs and official weights here, checked. Its help lists what there is.</summary>
internal static class FetchCommand
{
    private static readonly Option<DirectoryInfo?> From = Named<DirectoryInfo?>(
        "--from", "DIR",
        "Take the files from this folder (a share or a stick, for classrooms), not from the network; checked all the same.");

    private static readonly Option<DirectoryInfo> To = Named("--to", "DIR", "Folder to put them into.", new DirectoryInfo(Repository.Data));

    public static Command Create()
    {
        From.Recursive = To.Recursive = true;
        Command command = new("fetch", "Download photographs or official weights; goes on where it was stopped, and checks the files.")
        {
            From, To,
        };
        foreach (ImageArchive archive in ImageArchive.All)
        {
            Command images = new(archive.File.Name, Describe(archive.File));
            images.SetAction((parsed, stop) => FetchImagesAsync(archive, parsed, stop));
            command.Add(images);
        }

        Command weights = new(
            "weights", "ImageNet weights, as in \"fetch weights mobilenet_v2\"; its --help lists them with their ImageNet accuracy.");
        foreach (Backbone backbone in Backbone.All)
        {
            Command network = new(backbone.Name, Describe(backbone.Weights));
            network.SetAction((parsed, stop) => FetchWeightsAsync(backbone.Weights, parsed, stop));
            weights.Add(network);
        }

        command.Add(weights);
        return command;
    }

    private static string Describe(OfficialFile file) => $"{file.Description}{(file.Bytes is { } bytes ? $", {bytes / 1e6:N0} MB" : "")}.";

    private static async Task<int> FetchWeightsAsync(OfficialFile file, ParseResult parsed, CancellationToken stop)
    {
        string folder = Path.Combine(parsed.GetValue(To)!.FullName, "weights");
        string path = await Downloads.FetchAsync(file, folder, parsed.GetValue(From)?.FullName, new LiveProgress("Fetching"), stop);
        Console.WriteLine($"Use them with --weights {path}");
        return Program.Success;
    }

    private static async Task<int> FetchImagesAsync(ImageArchive archive, ParseResult parsed, CancellationToken stop)
    {
        DirectoryInfo to = parsed.GetValue(To)!;
        string folder = await archive.FetchAsync(to.FullName, parsed.GetValue(From)?.FullName, new LiveProgress("Fetching"), stop);
        Console.WriteLine($"{archive.Count:N0} images are in {folder}. Use them with --data {folder}");
        if (File.Exists(Path.Combine(to.FullName, archive.File.FileName)))
        {
            Console.WriteLine($"The archive beside it is not needed any more; kept, it serves a class with --from {to}");
        }

        return Program.Success;
    }
}
