using System.CommandLine;
using Lab.Display;
using Spectre.Console;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab fetch</c>: brings photographs and official weights here, checked.</summary>
internal static class FetchCommand
{
    public static Command Create()
    {
        var from = new Option<DirectoryInfo?>("--from") { Description = "Take the files from this folder instead of the network (a share or a stick, for classrooms); checked likewise.", HelpName = "DIR", Recursive = true };
        var to = new Option<DirectoryInfo>("--to")
        {
            Description = "The folder for data.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Repository.Root, "data")),
            HelpName = "DIR",
            Recursive = true,
        };
        var command = new Command("fetch", "Bring photographs and official weights here; goes on where it was stopped, and checks what came. Alone: list what there is.") { from, to };
        command.SetAction(_ => List());
        foreach (PictureArchive archive in PictureArchive.All)
        {
            var pictures = new Command(archive.File.Name, $"{archive.File.Description}, {Size(archive.File)}.");
            pictures.SetAction((parsed, cancellation) => FetchPicturesAsync(archive, parsed.GetValue(from)?.FullName, parsed.GetValue(to)!.FullName, cancellation));
            command.Add(pictures);
        }

        var name = new Argument<string?>("NAME") { Description = string.Join(", ", OfficialFiles.Weights.Select(file => file.Name)), Arity = ArgumentArity.ZeroOrOne };
        var weights = new Command("weights", "Official ImageNet weights of a network. Without a name: list them.") { name };
        weights.SetAction((parsed, cancellation) => parsed.GetValue(name) is { } wanted
            ? FetchWeightsAsync(Named(wanted), parsed.GetValue(from)?.FullName, parsed.GetValue(to)!.FullName, cancellation)
            : Task.FromResult(List()));
        command.Add(weights);
        return command;
    }

    private static int List()
    {
        var table = new Table { Border = TableBorder.Simple }.AddColumns("Lab fetch …", "size", "what");
        table.Columns[1].RightAligned();
        foreach (PictureArchive archive in PictureArchive.All)
        {
            table.AddRow(archive.File.Name, Size(archive.File), archive.File.Description);
        }

        foreach (OfficialFile file in OfficialFiles.Weights)
        {
            table.AddRow($"weights {file.Name}", Size(file), file.Description);
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static OfficialFile Named(string name) =>
        OfficialFiles.Weights.FirstOrDefault(file => string.Equals(file.Name, name, StringComparison.OrdinalIgnoreCase))
        ?? throw new UserMistakeException($"There are no official weights \"{name}\"; choose one of {string.Join(", ", OfficialFiles.Weights.Select(file => file.Name))}.");

    private static async Task<int> FetchWeightsAsync(OfficialFile file, string? from, string to, CancellationToken cancellation)
    {
        FetchedFile fetched = await FetchAsync(file, Path.Combine(to, "weights"), from, cancellation);
        AnsiConsole.WriteLine($"{Said(fetched)} Use it with --weights {fetched.Path}");
        return 0;
    }

    private static async Task<int> FetchPicturesAsync(PictureArchive archive, string? from, string to, CancellationToken cancellation)
    {
        string folder = Path.Combine(to, archive.File.Name);
        if (archive.IsUnpacked(folder))
        {
            AnsiConsole.WriteLine($"The {archive.Pictures:N0} pictures are in {folder} already.");
            return 0;
        }

        FetchedFile fetched = await FetchAsync(archive.File, to, from, cancellation);
        await StepDisplay.ShowAsync(progress => Task.Run(
            () =>
            {
                archive.Unpack(fetched.Path, folder, progress, cancellation);
                return 0;
            },
            cancellation));
        AnsiConsole.WriteLine($"{archive.Pictures:N0} pictures are in {folder}. Use them with --data {folder}");
        AnsiConsole.WriteLine($"{Said(fetched)} It is not needed any more; kept, it can serve a class with --from {to}");
        return 0;
    }

    private static async Task<FetchedFile> FetchAsync(OfficialFile file, string folder, string? from, CancellationToken cancellation)
    {
        using var downloader = new Downloader();
        return await FetchDisplay.ShowAsync(progress => downloader.FetchAsync(file, folder, from, progress, cancellation));
    }

    private static string Said(FetchedFile fetched) => fetched.Outcome switch
    {
        FetchOutcome.AlreadyThere => $"{fetched.Path} was here already, and is the official file.",
        FetchOutcome.Copied => $"{fetched.Path} is copied and checked.",
        _ => $"{fetched.Path} is fetched and checked.",
    };

    private static string Size(OfficialFile file) => file.Bytes is { } bytes ? $"{bytes / 1e6:N0} MB" : "";
}
