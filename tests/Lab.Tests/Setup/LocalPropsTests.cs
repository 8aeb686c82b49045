using System.Diagnostics;
using System.Text.Json;
using System.Xml.Linq;
using Lab.Setup;
using TransferLearning;

namespace Lab.Tests.Setup;

public sealed class LocalPropsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lab-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_choice_is_what_MSBuild_reads_and_a_command_line_wins_over_it()
    {
        File.Copy(Path.Combine(Repository.Root, "Directory.Build.props"), Path.Combine(folder, "Directory.Build.props"));
        File.WriteAllText(Path.Combine(folder, "Some.csproj"), """<Project Sdk="Microsoft.NET.Sdk" />""");
        Assert.Equal(("Embedded", "embedded"), Properties());

        LocalProps.Write(folder, new BuildChoice(LabBuild.Cuda, ["A GPU -- and a feed."]), feed: null);
        Assert.Equal(("NuGet", "nuget-cuda"), Properties());
        Assert.Equal(("Embedded", "embedded"), Properties("-p:Packages=Embedded"));

        LocalProps.Write(folder, new BuildChoice(LabBuild.Embedded, ["Asked for."]), feed: null);
        Assert.Equal(("Embedded", "embedded"), Properties());
    }

    [Fact]
    public void A_feed_is_remembered_too()
    {
        LocalProps.Write(folder, new BuildChoice(LabBuild.Cpu, ["Asked for."]), feed: "/a stick/packages & more");

        var written = XDocument.Load(Path.Combine(folder, LocalProps.FileName));
        Assert.Equal("/a stick/packages & more", written.Descendants("RestoreAdditionalProjectSources").Single().Value);
        Assert.Equal("NuGet", written.Descendants("Packages").Single().Value);
    }

    [Fact]
    public void Git_ignores_the_file() => Assert.Contains(LocalProps.FileName, File.ReadAllLines(Path.Combine(Repository.Root, ".gitignore")));

    private (string Packages, string BuildName) Properties(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", "Some.csproj", "-getProperty:Packages", "-getProperty:BuildName", .. arguments]) { WorkingDirectory = folder, RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        using JsonDocument answer = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        JsonElement properties = answer.RootElement.GetProperty("Properties");
        return (properties.GetProperty("Packages").GetString()!, properties.GetProperty("BuildName").GetString()!);
    }
}
