namespace TransferLearning;

/// <summary>A file that is not used, and why.</summary>
/// <param name="Path">Where the file is.</param>
/// <param name="Reason">Why it is left out, in a few words.</param>
public sealed record LeftOutFile(string Path, string Reason);
