namespace Microsoft.DotNet.Interactive;

/// <summary>A stretch of code.</summary>
public class LinePositionSpan(LinePosition Start, LinePosition End)
{
    /// <summary>Its first character.</summary>
    public LinePosition Start { get; init; } = Start;

    /// <summary>The character after its last.</summary>
    public LinePosition End { get; init; } = End;
}
