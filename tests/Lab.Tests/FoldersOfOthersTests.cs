using System.Runtime.Versioning;

namespace Lab.Tests;

/// <summary>What an ordinary user must not write to or look into is told before anything is trained, or does without.</summary>
[UnsupportedOSPlatform("windows")]   // where its tests are skipped
public sealed class FoldersOfOthersTests : Inputs
{
    private const string Cache = "TRANSFER_LEARNING_CACHE";
    private const UnixFileMode All = (UnixFileMode)0b111_111_111, ReadOnly = (UnixFileMode)0b101_101_101;

    [OrdinaryUserFact]
    public async Task An_output_folder_that_cannot_be_written_is_refused_before_the_training()
    {
        MakeFolder("out", ReadOnly);

        (int status, string said) = await CompareAsync("out", (Cache, MakeFolder("cache", All)));

        Assert.True(status == 2, said);
        Assert.Contains($"{In("out")}", said, StringComparison.Ordinal);
        Assert.Contains("cannot be written to", said, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", said, StringComparison.Ordinal);
    }

    [OrdinaryUserFact]
    public async Task A_cache_folder_that_cannot_be_written_is_refused_before_the_training()
    {
        MakeFolder("out", All);

        (int status, string said) = await CompareAsync("out", (Cache, MakeFolder("cache", ReadOnly)));

        Assert.True(status == 2, said);
        Assert.Contains(In("cache"), said, StringComparison.Ordinal);
        Assert.Contains(Cache, said, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", said, StringComparison.Ordinal);
    }

    [OrdinaryUserFact]
    public async Task A_user_without_a_home_is_told_how_to_name_a_cache()
    {
        MakeFolder("out", All);

        (int status, string said) = await CompareAsync("out", (Cache, null), ("HOME", "/nonexistent"), ("XDG_DATA_HOME", null));

        Assert.True(status == 2, said);
        Assert.Contains(Cache, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    [OrdinaryUserFact]
    public async Task A_home_that_holds_nothing_yet_takes_the_cache_and_the_current_folder_is_left_alone()
    {
        MakeFolder("out", All);
        string home = MakeFolder("home", All);

        (int status, string said) = await CompareAsync("out", (Cache, null), ("HOME", home), ("XDG_DATA_HOME", null));

        Assert.True(status == 0, said);
        Assert.NotEmpty(Directory.GetFiles(home, "*.pixels", SearchOption.AllDirectories));
    }

    [OrdinaryUserFact]
    public async Task A_full_cache_that_can_only_be_read_is_used_and_everything_is_written()
    {
        string cache = MakeFolder("cache", All);
        MakeFolder("out", All);
        MakeFolder("again", All);
        (int status, string said) = await CompareAsync("out", (Cache, cache));
        Assert.True(status == 0, said);
        File.Delete(Path.Combine(cache, "last-model.txt"));
        File.SetUnixFileMode(cache, ReadOnly);

        (status, said) = await CompareAsync("again", (Cache, cache));

        Assert.True(status == 0, said);
        Assert.True(File.Exists(In("again", "report.html")) && File.Exists(In("again", "results.json")), said);
        Assert.Contains("--model", said, StringComparison.Ordinal);   // not remembered: predict has to be told
    }

    [OrdinaryUserFact]
    public async Task A_folder_that_cannot_be_looked_into_is_named_and_the_others_are_used()
    {
        MakeFolder("out", All);
        Two("images", 12);
        string closed = MakeFolder(Path.Combine("images", "lost+found"), UnixFileMode.None);

        (int status, string said) = await CompareAsync("out", (Cache, MakeFolder("cache", All)));

        File.SetUnixFileMode(closed, All);
        Assert.True(status == 0, said);
        Assert.Contains("lost+found", said, StringComparison.Ordinal);
        Assert.Contains("no permission", said, StringComparison.Ordinal);
    }

    private async Task<(int Status, string Said)> CompareAsync(string output, params (string Name, string? Value)[] environment)
    {
        // What is kept of images is found again by their times: they are made once.
        string images = Directory.Exists(In("images")) ? In("images") : Two("images", 12);
        string[] arguments =
        [
            "compare", "--data", images, "--weights", Weights(), "--image-size", "32", "--epochs", "1", "--strategies", "frozen",
            "--output", In(output),
        ];
        File.SetUnixFileMode(Folder, All);   // a temporary folder is its owner's alone
        return await ChildProcess.RunAsync(
            isOrdinary: true, environment.ToDictionary(entry => entry.Name, entry => entry.Value), arguments);
    }

    private string MakeFolder(string name, UnixFileMode mode)
    {
        Directory.CreateDirectory(In(name));
        File.SetUnixFileMode(In(name), mode);
        return In(name);
    }
}
