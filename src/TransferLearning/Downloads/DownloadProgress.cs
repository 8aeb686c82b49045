using System.Diagnostics;

namespace TransferLearning;

/// <summary>Tells how far a download is, a few times a second.</summary>
internal sealed class DownloadProgress(OfficialFile file, IProgress<StepProgress>? progress)
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    private readonly Stopwatch clock = new();
    private TimeSpan next;
    private long bytesBefore;

    /// <summary>A stretch begins.</summary>
    /// <param name="bytes">What is there already: it took no time, so it does not count for the time left.</param>
    public void Begin(long bytes)
    {
        bytesBefore = bytes;
        next = TimeSpan.Zero;
        clock.Restart();
    }

    /// <summary>So much is there now.</summary>
    public void Report(long bytes, long? total)
    {
        long whole = file.Bytes ?? total ?? bytes;
        if (clock.Elapsed >= next || bytes == whole)
        {
            next = clock.Elapsed + Between;
            progress?.Report(new StepProgress($"fetching {file.FileName}", bytes, whole, clock.Elapsed) { DoneBefore = bytesBefore });
        }
    }
}
