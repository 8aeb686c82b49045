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

    private const long GarbageBytes = 16 << 20;

    private static readonly Lock OneAtATime = new();   // a process can only once be in such a state
    private static long allocatedWhenCollected;

    /// <summary>Runs the work; beginning and ending take about a tenth of a millisecond.</summary>
    public static void Run(Action work)
    {
        lock (OneAtATime)
        {
            CollectWhatPiledUp();
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

    // Each beginning gives the collector new room, so that one who begins often is never collected: a training grew by 0.7 MB a step.
    private static void CollectWhatPiledUp()
    {
        long allocated = GC.GetTotalAllocatedBytes();
        if (allocated - allocatedWhenCollected > GarbageBytes && GCSettings.LatencyMode != GCLatencyMode.NoGCRegion)
        {
            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            allocatedWhenCollected = allocated;
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
