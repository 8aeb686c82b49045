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

    /// <summary>The user's folder of kernels, where Jupyter looks on this system.</summary>
    public static string UserFolder => Path.Combine(DataFolder(), "kernels");

    /// <summary>Registers the tool that <c>dotnet tool restore</c> fetched: on loopback only, with the variables that trainings want.</summary>
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

    /// <summary>Where the kernel is registered, and whether the program named there exists; null where it is not registered.</summary>
    public static (string Path, bool Exists)? Registered()
    {
        string path = Path.Combine(UserFolder, Name, "kernel.json");
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            // The tool's own registration starts "dotnet interactive", which names no file.
            string? program = JsonNode.Parse(File.ReadAllText(path))?["argv"]?.AsArray().Select(word => word!.GetValue<string>())
                .FirstOrDefault(word => word.EndsWith(".dll", StringComparison.Ordinal));
            return (path, program is null || File.Exists(program));
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            return (path, false);
        }
    }

    /// <summary>The tool, in the manifest's version, in NuGet's folder of packages; null where it is not restored.</summary>
    public static string? RestoredTool()
    {
        JsonNode manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json")))!;
        string version = manifest["tools"]![Tool]!["version"]!.GetValue<string>();
        string packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } chosen
            ? chosen : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        string tools = Path.Combine(packages, Tool, version, "tools");
        return Directory.Exists(tools)
            ? Directory.EnumerateFiles(tools, "Microsoft.DotNet.Interactive.App.dll", SearchOption.AllDirectories).FirstOrDefault() : null;
    }

    private static string DataFolder()
    {
        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string? chosen = Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR"), data = Environment.GetEnvironmentVariable("XDG_DATA_HOME");
        return chosen is { Length: > 0 } ? chosen
            : OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter")
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Jupyter")
            : Path.Combine(data is { Length: > 0 } ? data : Path.Combine(home, ".local", "share"), "jupyter");
    }
}
