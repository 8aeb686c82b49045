namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Which points a pointer wakes.</summary>
    public sealed class HoverMode : IWord
    {
        private readonly object _word;

        private HoverMode(object word) => _word = word;

        public static HoverMode Closest { get; } = new("closest");

        public static HoverMode X { get; } = new("x");

        public static HoverMode XUnified { get; } = new("x unified");

        public static HoverMode False { get; } = new(false);

        object IWord.Word => _word;
    }
}
