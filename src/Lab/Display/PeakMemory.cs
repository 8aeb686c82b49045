using System.Diagnostics;

namespace Lab.Display;

/// <summary>The most memory this process has held at once.</summary>
internal static class PeakMemory
{
    public static long Bytes
    {
        get
        {
            using Process process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }
}
