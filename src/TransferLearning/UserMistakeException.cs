namespace TransferLearning;

/// <summary>
/// Something the user gave cannot be used. The message is one sentence (or a short list) for people: what, where, and what to do;
/// programs print it without a stack trace.
/// </summary>
public sealed class UserMistakeException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">What brought it to light, if anything.</param>
    public UserMistakeException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
