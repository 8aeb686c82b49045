namespace TransferLearning;

/// <summary>A picture file and the class it belongs to.</summary>
/// <param name="Path">Where the file is.</param>
/// <param name="Label">Index of its class.</param>
public sealed record Picture(string Path, int Label);
