using System.Diagnostics;
using System.Runtime.Versioning;

namespace Lab.Tests;

/// <summary>A full disk ends a command with one sentence that names what could not be written, and leaves nothing half-made.</summary>
[UnsupportedOSPlatform("windows")]   // where its tests are skipped
public sealed class FullDiskTests : Inputs, IAsyncLifetime
{
    private readonly SmallDisk disk;

    public FullDiskTests() => disk = new SmallDisk(In("disk"), megabytes: 2);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        disk.Dispose();   // before the folder that it lies in is deleted
        return Task.CompletedTask;
    }

    [SmallDiskFact]
    public async Task A_cache_that_does_not_fit_is_refused_before_the_training()
    {
        UseCache("disk");

        (int status, string said, string error) = await CompareAsync("out", "--image-size", "224");   // 24 images of 151 kB

        AssertOneSentence(2, In("disk"), status, error);
        Assert.Contains("TRANSFER_LEARNING_CACHE", error, StringComparison.Ordinal);
        Assert.DoesNotContain("epoch", said, StringComparison.Ordinal);
    }

    [SmallDiskFact]
    public async Task An_output_folder_that_fills_up_is_named_and_holds_nothing_half_made()
    {
        File.WriteAllBytes(In("disk", "filler"), new byte[1_900_000]);   // a model does not fit behind it

        (int status, _, string error) = await CompareAsync("disk");

        AssertOneSentence(1, In("disk"), status, error);
        Assert.Empty(Directory.GetFiles(In("disk"), "*.safetensors"));
    }

    private void AssertOneSentence(int expected, string place, int status, string error)
    {
        string sentence = Assert.Single(error.Trim().Split('\n'));
        Assert.True(status == expected && sentence.Contains(place, StringComparison.Ordinal), sentence);
        Assert.Matches("No space left|disk was full", sentence);
        Assert.Empty(Directory.GetFiles(In("disk"), "*.part", SearchOption.AllDirectories));
    }

    private Task<(int Status, string Said, string Error)> CompareAsync(string output, params string[] more) => CapturedConsole.RunAsync(
        [
            "compare", "--data", Two("images", 12), "--weights", Weights(), "--epochs", "1", "--strategies", "frozen",
            "--output", In(output), .. more.Length > 0 ? more : ["--image-size", "32"],
        ]);
}

/// <summary>A file system of its own in memory, which only root may mount; nothing where that cannot be.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string place;

    public SmallDisk(string place, int megabytes)
    {
        this.place = Directory.CreateDirectory(place).FullName;
        IsMounted = Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", place);
    }

    public bool IsMounted { get; }

    public void Dispose()
    {
        if (IsMounted)
        {
            Run("umount", place);
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

/// <summary>A test that needs a disk that can be filled; skipped where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SmallDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> s_canMount = new(() =>
    {
        using var disk = new SmallDisk(Directory.CreateTempSubdirectory("lab-disk-").FullName, megabytes: 1);
        return disk.IsMounted;
    });

    public SmallDiskFactAttribute() => Skip = s_canMount.Value ? null : "a small disk to fill can only be mounted by root on Linux";
}
