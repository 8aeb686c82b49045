namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Which edge of a box stands at its x.</summary>
    public sealed class XAnchorPosition : IWord
    {
        private readonly string _word;

        private XAnchorPosition(string word) => _word = word;

        public static XAnchorPosition Left { get; } = new("left");

        public static XAnchorPosition Center { get; } = new("center");

        public static XAnchorPosition Right { get; } = new("right");

        object IWord.Word => _word;
    }
}
