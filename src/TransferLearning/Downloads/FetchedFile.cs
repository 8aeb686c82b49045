namespace TransferLearning;

/// <summary>A file that is here now, whole and checked.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Outcome">How it came.</param>
public sealed record FetchedFile(string Path, FetchOutcome Outcome);
