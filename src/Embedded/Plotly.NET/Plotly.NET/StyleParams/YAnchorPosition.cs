namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Which edge of a box stands at its y.</summary>
    public sealed class YAnchorPosition : IWord
    {
        private readonly string _word;

        private YAnchorPosition(string word) => _word = word;

        public static YAnchorPosition Top { get; } = new("top");

        public static YAnchorPosition Middle { get; } = new("middle");

        public static YAnchorPosition Bottom { get; } = new("bottom");

        object IWord.Word => _word;
    }
}
