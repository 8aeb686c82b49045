namespace TransferLearning;

/// <summary>The convolutional part of a network: N×3×H×W in, feature maps out.</summary>
/// <param name="Blocks">Its blocks, in the order in which they run.</param>
/// <param name="Channels">How many channels the last one gives.</param>
internal sealed record BackboneLayers(IReadOnlyList<Block> Blocks, int Channels);
