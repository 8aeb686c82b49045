namespace TransferLearning;

/// <summary>The connection or the server failed in a way that another try may mend.</summary>
internal sealed class TransientException(string reason, TimeSpan? retryAfter = null, Exception? innerException = null) : Exception(reason, innerException)
{
    /// <summary>How long the server asks to be left alone.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
