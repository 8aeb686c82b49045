using System.Text.Json;
using System.Text.Json.Nodes;
using TransferLearning;

namespace Lab.Notebooks;

/// <summary>
/// The kernel <c>.net-csharp</c> as Jupyter and VS Code know it. The tool's own <c>jupyter install</c> writes a file that works only below
/// the folder of the tool's manifest and opens a port to the network.
/// </summary>
internal static class KernelSpec
{
    private const string Tool = "microsoft.dotnet-interactive", Name = ".net-csharp";

    /// <summary>Registers the tool that <c>dotnet tool restore</c> fetched: on loopback only, with what trainings want.</summary>
    /// <param name="folder">The folder of kernels.</param>
    /// <returns>The file that was written.</returns>
    public static string Install(string folder)
    {
        string program = RestoredTool() ?? throw new UserMistakeException(
            $"The tool {Tool} is not restored: run \"dotnet tool restore\" in {Repository.Root}, then this command again.");
        JsonObject spec = new()
        {
            ["argv"] = new JsonArray(
                [KernelProcess.Dotnet, program, "jupyter", "--default-kernel", "csharp", "{connection_file}", "--http-local-only"]),
            ["display_name"] = ".NET (C#)",
            ["language"] = "C#",
            ["env"] = JsonSerializer.SerializeToNode(KernelProcess.ForTraining),
        };
        string path = Path.Combine(folder, Name, "kernel.json");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, spec.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
        return path;
    }

    /// <summary>The file by which the kernel is registered; null where it is not.</summary>
    public static string? Registered() => Path.Combine(UserFolder, Name, "kernel.json") is var path && File.Exists(path) ? path : null;

    /// <summary>The tool, in the manifest's version, in NuGet's folder of packages; null where it is not restored.</summary>
    public static string? RestoredTool()
    {
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json")))!;
        string version = manifest["tools"]![Tool]!["version"]!.GetValue<string>();
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen ? chosen
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string tools = Path.Combine(packages, Tool, version, "tools");
        return Directory.Exists(tools)
            ? Directory.EnumerateFiles(tools, "Microsoft.DotNet.Interactive.App.dll", SearchOption.AllDirectories).FirstOrDefault() : null;
    }

    /// <summary>The user's folder of kernels, where Jupyter looks on this system.</summary>
    public static string UserFolder
    {
        get
        {
            static string? Chosen(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } folder ? folder : null;
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            string data = OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData)
                : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library")
                : Chosen("XDG_DATA_HOME") ?? Path.Combine(home, ".local", "share");
            string jupyter = Chosen("JUPYTER_DATA_DIR") ?? Path.Combine(data, OperatingSystem.IsMacOS() ? "Jupyter" : "jupyter");
            return Path.Combine(jupyter, "kernels");
        }
    }
}
