namespace Embedded.ImageSharp.Tests;

/// <summary>A test that needs the folder of shared photographs and records; skipped where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedFiles.Root is null)
        {
            Skip = "The folder ../shared with photographs and records is not here (or set TRANSFER_LEARNING_SHARED).";
        }
    }
}
