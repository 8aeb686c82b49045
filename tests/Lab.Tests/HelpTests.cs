namespace Lab.Tests;

public sealed class HelpTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lab-help-test-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task It_tells_every_command_and_what_the_exit_status_means()
    {
        (int status, string output, _) = await CapturedConsole.RunAsync("--help");

        Assert.Equal(0, status);
        Assert.All(
            ["run ", "compare", "predict", "fetch", "kernel", "handout", "doctor", "pretrain", "0 done", "130 stopped by Ctrl-C"],
            text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_star_means_the_files_that_there_are_as_PowerShell_leaves_it_to_the_program()
    {
        string[] files = [Path.Combine(folder, "a.jpg"), Path.Combine(folder, "b.jpg"), Path.Combine(folder, "c.png")];
        Array.ForEach(files, file => File.WriteAllText(file, ""));
        string jpg = Path.Combine(folder, "*.jpg"), gif = Path.Combine(folder, "*.gif"), nowhere = Path.Combine(folder, "nowhere", "*");

        Assert.Equal(["predict", files[0], files[1], gif, nowhere, "-h"], Wildcards.Expand(["predict", jpg, gif, nowhere, "-h"]));
    }
}
