using System.Reflection;
using System.Text.Json;

namespace TransferLearning;

/// <summary>The .deps.json that a build leaves beside an assembly: which packages it was built with.</summary>
internal static class DependencyFile
{
    /// <summary>Names with versions, as in "TorchSharp-cpu/0.107.0", of the files beside the assembly and of the program; empty when there is none.</summary>
    public static IReadOnlyList<string> Packages(Assembly assembly)
    {
        string own = Path.ChangeExtension(assembly.Location, ".deps.json");
        string[] ofProgram = (AppContext.GetData("APP_CONTEXT_DEPS_FILES") as string ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries);
        string? program = ofProgram.FirstOrDefault(path => !Path.GetFileName(path).StartsWith("Microsoft.NETCore.App", StringComparison.Ordinal));
        string? path = new[] { own, program }.FirstOrDefault(File.Exists);
        return path is null ? [] : Read(File.ReadAllText(path));
    }

    /// <summary>The packages that a text of this kind names.</summary>
    public static IReadOnlyList<string> Read(string json)
    {
        using JsonDocument file = JsonDocument.Parse(json);
        return file.RootElement.TryGetProperty("libraries", out JsonElement libraries)
            ? [.. libraries.EnumerateObject().Where(library => library.Value.TryGetProperty("type", out JsonElement type) && type.GetString() == "package").Select(library => library.Name)]
            : [];
    }
}
