using System.CommandLine;
using Spectre.Console;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab fetch</c>: brings photographs and official weights here, checked.</summary>
internal static class FetchCommand
{
    /// <summary>Where weights go, inside the folder for data.</summary>
    public const string WeightsFolder = "weights";

    public static Command Create()
    {
        Option<DirectoryInfo?> from = new("--from")
        {
            Description = "Take the files from this folder instead of the network (a share or a stick, for classrooms); checked likewise.",
            HelpName = "DIR",
            Recursive = true,
        };
        Option<DirectoryInfo> to = new("--to")
        {
            Description = "The folder for data.",
            HelpName = "DIR",
            Recursive = true,
            DefaultValueFactory = _ => new DirectoryInfo(Repository.Data),
        };
        LabCommand command = new(
            "fetch",
            "Bring photographs and official weights here; goes on where it was stopped, and checks what came. Alone: list what there is.",
            "cats-vs-dogs-small", "weights mobilenet_v2", "cats-vs-dogs --to /media/stick", "cats-vs-dogs --from /media/stick")
        {
            from, to,
        };
        command.SetAction(_ => List());
        foreach (ImageArchive archive in ImageArchive.All)
        {
            LabCommand images = new(archive.File.Name, $"{archive.File.Description}, {Size(archive.File)}.");
            images.SetAction((parsed, stop) => FetchImagesAsync(archive, parsed.GetValue(from), parsed.GetValue(to)!, stop));
            command.Add(images);
        }

        Argument<string?> name = new("NAME")
        {
            Description = string.Join(", ", Backbone.All.Select(backbone => backbone.Name)), Arity = ArgumentArity.ZeroOrOne,
        };
        LabCommand weights = new("weights", "Official ImageNet weights of a network. Without a name: list them.") { name };
        weights.SetAction((parsed, cancellation) => parsed.GetValue(name) is { } wanted
            ? FetchWeightsAsync(Backbone.Named(wanted).Weights, parsed.GetValue(from), parsed.GetValue(to)!, cancellation)
            : Task.FromResult(List()));
        command.Add(weights);
        return command;
    }

    private static int List()
    {
        Table table = new Table { Border = TableBorder.Simple }.AddColumns("fetch …", "size", "what");
        table.Columns[1].RightAligned();
        foreach (ImageArchive archive in ImageArchive.All)
        {
            table.AddRow(archive.File.Name, Size(archive.File), Markup.Escape(archive.File.Description));
        }

        foreach (Backbone backbone in Backbone.All)
        {
            table.AddRow($"weights {backbone.Name}", Size(backbone.Weights), Markup.Escape(backbone.Weights.Description));
        }

        AnsiConsole.Write(table);
        return Program.Success;
    }

    private static async Task<int> FetchWeightsAsync(OfficialFile file, DirectoryInfo? from, DirectoryInfo to, CancellationToken stop)
    {
        string folder = Path.Combine(to.FullName, WeightsFolder);
        string path = await Display.ShowAsync(display => Downloads.FetchAsync(file, folder, from?.FullName, display, stop));
        Console.WriteLine($"{path} {Checked(file)}. Use it with --weights {path}");
        return Program.Success;
    }

    private static async Task<int> FetchImagesAsync(ImageArchive archive, DirectoryInfo? from, DirectoryInfo to, CancellationToken stop)
    {
        string folder = await Display.ShowAsync(display => archive.FetchAsync(to.FullName, from?.FullName, display, stop));
        Console.WriteLine($"{archive.Count:N0} images are in {folder}. Use them with --data {folder}");
        if (File.Exists(Path.Combine(to.FullName, archive.File.FileName)))
        {
            Console.WriteLine(
                $"The archive beside it {Checked(archive.File)} and is not needed any more; kept, it serves a class with --from {to}");
        }

        return Program.Success;
    }

    private static string Checked(OfficialFile file) => file.Sha256.Length > 0
        ? "has the official SHA-256"
        : "has the official length (nobody publishes its SHA-256)";

    private static string Size(OfficialFile file) => file.Bytes is { } bytes ? $"{bytes / 1e6:N0} MB" : "";
}
