namespace TransferLearning.Tests;

/// <summary>A test that needs the real photographs and weights; skipped, with the reason, where they are not at hand.</summary>
internal sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedFolder.Path is null)
        {
            Skip = "needs the photographs and weights of ../shared, which are not here";
        }
    }
}
