namespace TransferLearning;

/// <summary>How far a long step has come.</summary>
/// <param name="Step">What is being done, such as "decoding pictures".</param>
/// <param name="Done">How much of it is done.</param>
/// <param name="Total">Out of how much.</param>
/// <param name="Elapsed">Time since it began.</param>
public sealed record StepProgress(string Step, long Done, long Total, TimeSpan Elapsed)
{
    /// <summary>How much of it was done before, and so took none of the time.</summary>
    public long DoneBefore { get; init; }

    /// <summary>Time left at the pace so far; null while nothing is done yet.</summary>
    public TimeSpan? Remaining => Done > DoneBefore ? Elapsed * ((double)(Total - Done) / (Done - DoneBefore)) : null;
}
