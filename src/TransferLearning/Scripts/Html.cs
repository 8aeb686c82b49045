namespace TransferLearning;

/// <summary>A piece of HTML, as a notebook's <c>HTML("…")</c> gives it; see <see cref="ScriptOutput"/>.</summary>
/// <param name="Content">The HTML.</param>
public sealed record Html(string Content)
{
    /// <summary>Its text, without tags.</summary>
    public override string ToString() => ScriptOutput.TextOf(Content);
}
