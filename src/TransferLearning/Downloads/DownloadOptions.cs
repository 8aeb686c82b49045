namespace TransferLearning;

/// <summary>How patient a download is.</summary>
public sealed record DownloadOptions
{
    /// <summary>How often in a row the connection may fail before the download gives up; whatever brings the file on starts the count again.</summary>
    public int MostTries { get; init; } = 5;

    /// <summary>The wait before the second try; each further one is twice as long.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may stay silent.</summary>
    public TimeSpan LongestSilence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many bytes count as bringing the file on.</summary>
    public long WorthwhileBytes { get; init; } = 1_000_000;
}
