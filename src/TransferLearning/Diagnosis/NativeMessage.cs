namespace TransferLearning;

/// <summary>What libtorch says when it refuses something: a sentence for people, and after it where in its own code it stood.</summary>
internal static class NativeMessage
{
    private const string Backtrace = "\nException raised from ";

    /// <summary>The sentence alone; other messages as they are.</summary>
    public static string WithoutBacktrace(string message)
    {
        int end = message.IndexOf(Backtrace, StringComparison.Ordinal);
        return (end < 0 ? message : message[..end]).Trim();
    }
}
