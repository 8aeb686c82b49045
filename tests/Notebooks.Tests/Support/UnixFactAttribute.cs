namespace Notebooks.Tests;

/// <summary>A test that sends a signal.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no signal that a test could send instead of Ctrl+C.";
        }
    }
}
