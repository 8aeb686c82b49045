using System.CommandLine;
using Lab.Notebooks;

namespace Lab.Commands;

/// <summary><c>Lab kernel</c>: the kernel for Jupyter and VS Code.</summary>
internal static class KernelCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> path = new("--path")
        {
            Description = "Folder of kernels, instead of the one in which Jupyter and VS Code look.", HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(KernelSpec.UserFolder),
        };
        Command install = new("install", "Register .net-csharp for notebooks in any folder. Run \"dotnet tool restore\" first.") { path };
        install.SetAction(parsed =>
        {
            Console.WriteLine($"Registered in {KernelSpec.Install(parsed.GetValue(path)!.FullName)}");
            Console.WriteLine("Reload VS Code or Jupyter, then choose .NET (C#).");
            return Program.Success;
        });
        return new Command("kernel", "The C# kernel for Jupyter and VS Code.") { install };
    }
}
