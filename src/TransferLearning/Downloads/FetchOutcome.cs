namespace TransferLearning;

/// <summary>How a file came to be where it is.</summary>
public enum FetchOutcome
{
    /// <summary>It was there already, and is the right one.</summary>
    AlreadyThere,

    /// <summary>Copied from a folder.</summary>
    Copied,

    /// <summary>Fetched from its server.</summary>
    Downloaded,
}
