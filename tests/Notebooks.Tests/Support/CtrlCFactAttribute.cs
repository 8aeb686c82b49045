namespace Notebooks.Tests;

/// <summary>A test that sends the signal of Ctrl+C to a program that it starts.</summary>
internal sealed class CtrlCFactAttribute : FactAttribute
{
    private const ulong InterruptBit = 1UL << 1;

    public CtrlCFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no signal that a test could send instead of Ctrl+C.";
        }
        else if (IsIgnoredHere())
        {
            Skip = "Whoever started these tests has Ctrl+C ignored, and programs inherit that (a shell does so for what it starts in the background).";
        }
    }

    private static bool IsIgnoredHere()
    {
        const string Key = "SigIgn:";
        string? line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(text => text.StartsWith(Key, StringComparison.Ordinal)) : null;
        return line is not null && (Convert.ToUInt64(line[Key.Length..].Trim(), 16) & InterruptBit) != 0;
    }
}
