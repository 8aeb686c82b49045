using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Lab.Setup;

/// <summary>Calls of the .NET SDK in a folder.</summary>
/// <param name="folder">The root of the clone.</param>
/// <param name="feed">A further feed of packages: folder or address; null for none.</param>
internal sealed partial class Dotnet(string folder, string? feed)
{
    private const string Project = "src/Lab/Lab.csproj";

    /// <summary>Gets the packages of a build.</summary>
    /// <returns>Null when they are here, otherwise the first error.</returns>
    public string? TryRestore(LabBuild build)
    {
        var output = new List<string>();
        int status = Run(["restore", Project, .. Properties(build), .. feed is null ? Array.Empty<string>() : [$"-p:RestoreAdditionalProjectSources={feed}"]], output.Add);
        return status == 0 ? null : FirstError(output) ?? $"dotnet restore ended with {status}";
    }

    /// <summary>Builds the program, the library and the folder that notebooks load; Local.props says with what.</summary>
    /// <returns>Null when all is built, otherwise the first error.</returns>
    public string? TryBuild(LabBuild build, Action<string> told)
    {
        var output = new List<string>();
        int status = Run(["build", "-c", "Release", "--nologo", "-v", "minimal", Project, .. Properties(build)], line =>
        {
            output.Add(line);
            told(line);
        });
        return status == 0 ? null : FirstError(output) ?? $"dotnet build ended with {status}";
    }

    /// <summary>Runs the program of a build.</summary>
    public int Lab(LabBuild build, params string[] arguments) =>
        Run([Path.Combine("artifacts", BuildNames.Folder(build), "bin", "Lab", "release", "Lab.dll"), .. arguments], Console.WriteLine);

    /// <summary>The first error that a restore or a build wrote, without file and project.</summary>
    internal static string? FirstError(IEnumerable<string> output) =>
        output.Select(line => ErrorLine().Match(line)).FirstOrDefault(match => match.Success)?.Groups["what"].Value.Trim();

    private static string[] Properties(LabBuild build)
    {
        (string packages, string torch) = BuildNames.Properties(build);
        return [$"-p:Packages={packages}", $"-p:Torch={torch}"];
    }

    private int Run(IEnumerable<string> arguments, Action<string> told)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // Errors are read by their code; in English, and without what "dotnet run" has left for its own MSBuild.
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment.Remove("MSBuildSDKsPath");
        start.Environment.Remove("MSBUILD_EXE_PATH");
        using var process = new Process { StartInfo = start };
        var turn = new Lock();
        process.OutputDataReceived += (_, line) => Tell(line.Data);
        process.ErrorDataReceived += (_, line) => Tell(line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        return process.ExitCode;

        void Tell(string? line)
        {
            if (line is not null)
            {
                lock (turn)
                {
                    told(line);
                }
            }
        }
    }

    [GeneratedRegex(@"\berror (?<what>[A-Z]+\d+: .*?)(\s\[[^\]]*\])?$")]
    private static partial Regex ErrorLine();
}
