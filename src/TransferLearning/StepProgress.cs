namespace TransferLearning;

/// <summary>How far a long step has come.</summary>
/// <param name="Step">What is being done, such as "decoding pictures".</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">Out of how much.</param>
/// <param name="Elapsed">Time since it began.</param>
public sealed record StepProgress(string Step, long Done, long Total, TimeSpan Elapsed)
{
    /// <summary>Time left at the pace so far; null while nothing is done yet.</summary>
    public TimeSpan? Remaining => Done > 0 ? Elapsed * ((double)(Total - Done) / Done) : null;
}
