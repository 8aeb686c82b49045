namespace TransferLearning;

/// <summary>A mistake of the user's. The message is one sentence for people: what, where, what to do.</summary>
/// <param name="message">The sentence.</param>
/// <param name="cause">What was caught, if anything.</param>
public sealed class UserMistakeException(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Where a longer piece of work stands; reported a few times per second, for the last time when all is done.</summary>
/// <param name="Step">What is being done, as in "decoding images", or the name of a training.</param>
/// <param name="Done">How much of it is done; of a training epochs, with the part of the one that is under way.</param>
/// <param name="Total">How much there is.</param>
/// <param name="Elapsed">Time since it began.</param>
public sealed record StepProgress(string Step, double Done, long Total, TimeSpan Elapsed)
{
    /// <summary>What is counted, as in "epoch"; empty where the step says it.</summary>
    public string Unit { get; init; } = "";

    /// <summary>More to say, such as "loss 0.412"; empty where the numbers say enough.</summary>
    public string Details { get; init; } = "";

    /// <summary>What this is a part of: of decoding the training that needs the images, of a training the comparison.</summary>
    public StepProgress? Whole { get; init; }

    /// <summary>Time left at the pace so far; null while nothing is done yet, or where the time that went by says nothing (0).</summary>
    public TimeSpan? Remaining => Done > 0 && Elapsed > TimeSpan.Zero ? Elapsed * ((Total - Done) / Done) : null;

    /// <summary>Passes reports on as they come, as parts of a larger piece of work.</summary>
    internal sealed class Part(IProgress<StepProgress> progress, StepProgress whole) : IProgress<StepProgress>
    {
        public void Report(StepProgress value) => progress.Report(In(value));

        private StepProgress In(StepProgress part) => part with { Whole = part.Whole is null ? whole : In(part.Whole) };
    }
}

/// <summary>The checkout that this library was built in.</summary>
internal static class Repository
{
    /// <summary>
    /// Its root folder: the nearest one above this assembly, the file of a file-based program or the current folder that holds global.json.
    /// </summary>
    public static string Root { get; } =
        new[]
        {
            AppContext.BaseDirectory, Path.GetDirectoryName(typeof(Repository).Assembly.Location),
            AppContext.GetData("EntryPointFileDirectoryPath") as string, Directory.GetCurrentDirectory(),
        }
        .Select(Find).FirstOrDefault(found => found is not null) ?? Directory.GetCurrentDirectory();

    /// <summary>Where data sets, weights and caches land.</summary>
    public static string Data => Path.Combine(Root, "data");

    private static string? Find(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "global.json")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }
}
