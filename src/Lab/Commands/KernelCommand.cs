using System.CommandLine;
using Lab.Notebooks;
using static Lab.Commands.Options;

namespace Lab.Commands;

/// <summary><c>Lab kernel</c>: the kernel for Jupyter and VS Code.</summary>
internal static class KernelCommand
{
    public static Command Create()
    {
        Option<DirectoryInfo> path = Named(
            "--path", "DIR", "Folder for kernels; by default the one where Jupyter and VS Code look.",
            new DirectoryInfo(KernelSpec.UserFolder));
        Command install = new("install", "Register the kernel .NET (C#) for notebooks in any folder; \"dotnet tool restore\" comes first.")
        {
            path,
        };
        install.SetAction(parsed =>
        {
            Console.WriteLine($"Registered in {KernelSpec.Install(parsed.GetValue(path)!.FullName)}");
            Console.WriteLine("Reload VS Code or Jupyter, then choose .NET (C#).");
            return Program.Success;
        });
        return new Command("kernel", "The C# kernel for Jupyter and VS Code.") { install };
    }
}
