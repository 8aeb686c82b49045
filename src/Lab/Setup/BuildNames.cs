using TransferLearning;

namespace Lab.Setup;

/// <summary>What a build is called: on the command line, in MSBuild, in the folder artifacts, and to people.</summary>
internal static class BuildNames
{
    /// <summary>Names for the command line.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<LabBuild>().Select(NameOf)];

    public static string NameOf(LabBuild build) => build.ToString().ToLowerInvariant();

    /// <summary>Finds a build by its name.</summary>
    /// <exception cref="UserMistakeException">No build is called so.</exception>
    public static LabBuild Named(string name) => Enum.GetValues<LabBuild>().Where(build => string.Equals(NameOf(build), name, StringComparison.OrdinalIgnoreCase)).Cast<LabBuild?>().FirstOrDefault()
        ?? throw new UserMistakeException($"There is no build \"{name}\"; choose one of {string.Join(", ", All)}.");

    /// <summary>Values of the two properties in Directory.Build.props.</summary>
    public static (string Packages, string Torch) Properties(LabBuild build) => build == LabBuild.Embedded ? ("Embedded", "cpu") : ("NuGet", NameOf(build));

    /// <summary>The folder in artifacts that it is built into.</summary>
    public static string Folder(LabBuild build) => build == LabBuild.Embedded ? "embedded" : $"nuget-{NameOf(build)}";

    /// <summary>For people.</summary>
    public static string Describe(LabBuild build) => build switch
    {
        LabBuild.Cuda => "the published packages with CUDA",
        LabBuild.Cpu => "the published packages on the CPU",
        _ => "the embedded editions",
    };
}
