namespace TransferLearning;

/// <summary>A file could not be fetched although the user did nothing wrong. The message is one sentence for people: what, why, and what to do.</summary>
public sealed class DownloadFailedException : IOException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What happened, and what to do.</param>
    /// <param name="innerException">What brought it to light, if anything.</param>
    public DownloadFailedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
