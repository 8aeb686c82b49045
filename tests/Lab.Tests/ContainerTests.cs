using System.Text.Json;
using System.Text.RegularExpressions;
using TransferLearning;

namespace Lab.Tests;

public sealed partial class ContainerTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, ".devcontainer");

    [Theory]
    [InlineData("devcontainer.json", false)]
    [InlineData("gpu/devcontainer.json", true)]
    public void A_container_names_files_that_exist_and_what_a_notebook_needs(string file, bool hasGpu)
    {
        string path = Path.Combine(Folder, file), beside = Path.GetDirectoryName(path)!;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = document.RootElement;

        Assert.True(File.Exists(Path.Combine(beside, root.GetProperty("build").GetProperty("dockerfile").GetString()!)));
        Assert.True(File.Exists(Path.Combine(Repository.Root, root.GetProperty("postCreateCommand").GetString()!.Split(' ')[^1])));
        JsonElement customizations = root.GetProperty("customizations");
        Assert.All(
            customizations.GetProperty("codespaces").GetProperty("openFiles").EnumerateArray(),
            opened => Assert.True(File.Exists(Path.Combine(Repository.Root, opened.GetString()!)), opened.GetString()));
        Assert.Contains("ms-toolsai.jupyter", customizations.GetProperty("vscode").GetProperty("extensions").EnumerateArray().Select(id => id.GetString()));
        Assert.Equal(hasGpu, root.TryGetProperty("runArgs", out JsonElement arguments) && arguments.EnumerateArray().Any(argument => argument.GetString() == "--gpus"));
    }

    [Fact]
    public void After_creation_the_kernel_is_installed_and_the_build_is_set_up()
    {
        string script = File.ReadAllText(Path.Combine(Folder, "post-create.sh"));

        Assert.DoesNotContain('\r', script);
        Assert.Contains("dotnet tool restore && dotnet interactive jupyter install", script, StringComparison.Ordinal);
        Assert.Contains("--project src/Lab -- setup", script, StringComparison.Ordinal);
        Assert.True(Directory.Exists(Path.Combine(Repository.Root, "src", "Lab")));
    }

    [Fact]
    public void The_kernel_of_the_tool_manifest_is_the_one_whose_packages_are_pinned()
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, ".config", "dotnet-tools.json")));
        string tool = manifest.RootElement.GetProperty("tools").GetProperty("microsoft.dotnet-interactive").GetProperty("version").GetString()!;
        Match library = PinnedKernel().Match(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Packages.props")));

        // Both carry the day of their build: 1.0.0-beta.26120.1 is 1.0.712001, counted from 2019.
        Assert.True(library.Success);
        Assert.Equal($"1.0.{int.Parse(library.Groups["year"].Value) - 19}{library.Groups["day"].Value}{int.Parse(library.Groups["build"].Value):00}", tool);
    }

    [Fact]
    public void The_workflow_names_projects_that_exist_and_says_that_it_was_not_seen_running()
    {
        string workflow = File.ReadAllText(Path.Combine(Repository.Root, ".github", "workflows", "build.yml"));

        Assert.DoesNotContain('\t', workflow);
        Assert.Contains("has not been seen running", workflow, StringComparison.Ordinal);
        Assert.All(
            ProjectFolder().Matches(workflow).Select(match => match.Value),
            folder => Assert.True(File.Exists(Path.Combine(Repository.Root, folder, Path.GetFileName(folder) + ".csproj")), folder));
    }

    [GeneratedRegex("\"Microsoft\\.DotNet\\.Interactive\\.CSharp\" Version=\"1\\.0\\.0-beta\\.(?<year>\\d\\d)(?<day>\\d{3})\\.(?<build>\\d+)\"")]
    private static partial Regex PinnedKernel();

    [GeneratedRegex(@"\b(src|tests)/[A-Za-z.]+")]
    private static partial Regex ProjectFolder();
}
