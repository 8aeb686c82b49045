namespace EmbeddedApi.Tests;

/// <summary>A test that reads the lists of the published packages; skipped where they are not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PublishedListsFactAttribute : FactAttribute
{
    public PublishedListsFactAttribute()
    {
        if (Edition.PublishedLists is null)
        {
            Skip = "The folder ../shared/api with the published packages' members is not here (or set TRANSFER_LEARNING_SHARED).";
        }
    }
}
