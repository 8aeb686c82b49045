namespace TransferLearning;

/// <summary>One line of a model's summary.</summary>
/// <param name="Name">Name of the block, as in the state dictionary.</param>
/// <param name="Kind">What it is.</param>
/// <param name="OutputShape">Shape of its output for a batch of one.</param>
/// <param name="Parameters">Its weights.</param>
/// <param name="Trainable">Those of them that learn now.</param>
public sealed record LayerSummary(string Name, string Kind, IReadOnlyList<long> OutputShape, long Parameters, long Trainable);
