using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The exceptions of the published package: what libtorch refuses arrives there as an ExternalException.</summary>
internal static class Failure
{
    internal static ExternalException Torch(string message) => new(message);

    internal static NotSupportedException NotHere(string what) =>
        new($"The embedded edition of TorchSharp does not have {what}; build with Packages=NuGet to use the published package.");

    internal static ExternalException DimensionRange(long dimension, int rank) =>
        Torch($"Dimension out of range (expected to be in range of [{-Math.Max(rank, 1)}, {Math.Max(rank, 1) - 1}], but got {dimension})");
}
