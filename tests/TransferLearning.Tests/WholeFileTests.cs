namespace TransferLearning.Tests;

/// <summary>Files that are written beside their place and then renamed.</summary>
public sealed class WholeFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_writer_that_fails_leaves_what_was_there_and_nothing_beside()
    {
        string path = _folder.File("results.json");
        File.WriteAllText(path, "before");

        Assert.Throws<InvalidOperationException>(() => WholeFile.Write(path, part =>
        {
            File.WriteAllText(part, "half");
            throw new InvalidOperationException();
        }));

        Assert.Equal("before", File.ReadAllText(path));
        Assert.Equal(["results.json"], Names());
    }

    [Fact]
    public void What_a_killed_process_left_goes_a_day_later_and_what_another_is_writing_stays()
    {
        string path = _folder.File("results.json");
        foreach ((string name, int hours) in new[] { ("results.json.old.part", 25), ("results.json.new.part", 23), ("other.old.part", 25) })
        {
            File.WriteAllText(_folder.File(name), "half");
            File.SetLastWriteTimeUtc(_folder.File(name), DateTime.UtcNow.AddHours(-hours));
        }

        WholeFile.Write(path, part => File.WriteAllText(part, "whole"));

        Assert.Equal("whole", File.ReadAllText(path));
        Assert.Equal(["other.old.part", "results.json", "results.json.new.part"], Names());
    }

    private IEnumerable<string?> Names() => Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal);
}
