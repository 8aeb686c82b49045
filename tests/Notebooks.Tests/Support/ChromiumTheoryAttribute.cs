namespace Notebooks.Tests;

/// <summary>A test that looks at pages in a browser.</summary>
internal sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        if (Chromium.Program is null)
        {
            Skip = "Chromium is not installed, so no page can be looked at.";
        }
    }
}
