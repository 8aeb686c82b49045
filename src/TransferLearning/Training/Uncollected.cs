using System.Runtime;

namespace TransferLearning;

/// <summary>Runs work during which no garbage is collected.</summary>
/// <remarks>
/// TorchSharp 0.107 drops its references to the numbers that an optimizer hands to libtorch before libtorch has read them. A collection just then, which
/// another thread's allocations can cause, frees them, and the step ends with "Unknown scalar type" or "Expected false to be true".
/// </remarks>
internal static class Uncollected
{
    private const long AllocatedBytes = 16 << 20;   // beyond that the collector comes in spite of all; a step allocates far less

    private static readonly Lock OneAtATime = new();   // a process can only once be in such a state

    /// <summary>Runs the work after a collection, which takes some tenths of a millisecond.</summary>
    public static void Run(Action work)
    {
        lock (OneAtATime)
        {
            bool begun = GCSettings.LatencyMode != GCLatencyMode.NoGCRegion && GC.TryStartNoGCRegion(AllocatedBytes);
            try
            {
                work();
            }
            finally
            {
                if (begun)
                {
                    End();
                }
            }
        }
    }

    private static void End()
    {
        try
        {
            GC.EndNoGCRegion();
        }
        catch (InvalidOperationException)
        {
            // Other threads allocated so much that the collector came; there is no asking first, for it can come between the question and the call.
        }
    }
}
