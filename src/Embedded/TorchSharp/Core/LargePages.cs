using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>
/// Large blocks on pages of 2 MB, where Linux gives them to those who ask (transparent huge pages, mode "madvise"). The processor's prefetchers stop at a
/// page's end and its page table caches hold few entries: reading activations from memory was measured twice as fast. Elsewhere nothing happens.
/// </summary>
internal static unsafe partial class LargePages
{
    const long PageBytes = 2L << 20;
    const int AdviseHugePage = 14;

    static bool works = OperatingSystem.IsLinux();

    /// <summary>An alignment with which pages fit into a block of this size.</summary>
    internal static nuint Alignment(long bytes, nuint otherwise) => works && bytes >= 2 * PageBytes ? (nuint)PageBytes : otherwise;

    /// <summary>Asks for large pages for the whole pages of a block that is not written yet.</summary>
    internal static void Advise(byte* block, long bytes)
    {
        if (!works || bytes < 2 * PageBytes)
        {
            return;
        }
        try
        {
            works = MemoryAdvise(block, (nuint)(bytes / PageBytes * PageBytes), AdviseHugePage) == 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            works = false;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int MemoryAdvise(void* address, nuint length, int advice);
}
