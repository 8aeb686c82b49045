namespace Microsoft.DotNet.Interactive;

/// <summary>A place in code, counted from 0.</summary>
public class LinePosition(int Line, int Character)
{
    /// <summary>Lines above.</summary>
    public int Line { get; init; } = Line;

    /// <summary>Characters to the left.</summary>
    public int Character { get; init; } = Character;
}
