using System.Diagnostics.CodeAnalysis;

namespace TransferLearning;

/// <summary>A mistake of the user's. The message is one sentence for people: what, where, what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="cause">What was caught, if anything.</param>
public sealed class UserMistakeException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Throws where something is not as it must be.</summary>
    internal static void ThrowIf([DoesNotReturnIf(true)] bool isMistake, string message)
    {
        if (isMistake)
        {
            throw new UserMistakeException(message);
        }
    }
}

/// <summary>Where a longer piece of work stands; reported a few times per second, for the last time when all is done.</summary>
/// <param name="Step">What is being done, as in "decoding images", or the name of a training.</param>
/// <param name="Done">How much of it is done; of a training epochs, with the part of the one that is under way.</param>
/// <param name="Total">How much there is.</param>
/// <param name="Elapsed">Time since it began.</param>
/// <param name="Unit">What is counted, as in "epoch"; empty where the step says it.</param>
/// <param name="Details">More to say, such as "loss 0.412"; empty where the numbers say enough.</param>
/// <param name="Whole">What this is a part of: of decoding the training that needs the images, of a training the comparison.</param>
public sealed record StepProgress(
    string Step, double Done, long Total, TimeSpan Elapsed, string Unit = "", string Details = "", StepProgress? Whole = null)
{
    /// <summary>Time left at the pace so far; null while nothing is done yet, or where the time that went by says nothing (0).</summary>
    public TimeSpan? Remaining => Done > 0 && Elapsed > TimeSpan.Zero ? Elapsed * ((Total - Done) / Done) : null;

    /// <summary>Passes reports on as they come, as parts of a larger piece of work.</summary>
    internal sealed class Part(IProgress<StepProgress> progress, StepProgress whole) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => progress.Report(In(value));

        private StepProgress In(StepProgress part) => part with { Whole = part.Whole is null ? whole : In(part.Whole) };
    }
}
