using System.CommandLine;
using Lab.Export;
using Lab.Notebooks;
using TransferLearning;

namespace Lab.Commands;

/// <summary><c>Lab export</c>: a notebook as a C# program of one file, for who has no notebook front end.</summary>
internal static class ExportCommand
{
    private const int Success = 0;

    public static Command Create()
    {
        var notebooks = new Argument<FileInfo[]>("NOTEBOOK") { Description = "Notebooks (.ipynb).", Arity = ArgumentArity.OneOrMore };
        var script = new Option<bool>("--script") { Description = "As a C# program of one file; the only form so far, and the default." };
        var output = new Option<DirectoryInfo>("--out")
        {
            Description = "Folder for the programs; their drawings will land there too.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Repository.Root, "results", "scripts")),
            HelpName = "DIR",
        };
        var command = new Command("export", "Write notebooks as C# programs that \"dotnet run\" takes: the same lesson without a notebook front end.") { notebooks, script, output };
        command.SetAction((parsed, cancellation) => RunAsync(parsed.GetValue(notebooks)!, parsed.GetValue(output)!.FullName, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo[] notebooks, string folder, CancellationToken cancellation)
    {
        string library = Path.Combine(Repository.Root, "src", "TransferLearning", "TransferLearning.csproj");
        Directory.CreateDirectory(folder);
        foreach (FileInfo notebook in notebooks)
        {
            string name = Path.GetFileNameWithoutExtension(notebook.Name), path = Path.Combine(folder, name + ".cs");
            string text = NotebookScript.Write(await NotebookFile.ReadAsync(notebook.FullName), name, Path.GetRelativePath(folder, library));
            await File.WriteAllTextAsync(path, text, cancellation);
            Console.WriteLine($"Written. Run it with: dotnet run -c Release {Path.GetRelativePath(Environment.CurrentDirectory, path)}");
        }

        return Success;
    }
}
