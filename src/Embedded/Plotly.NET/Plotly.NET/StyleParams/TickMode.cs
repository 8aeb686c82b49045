namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Where ticks come from.</summary>
    public sealed class TickMode : IWord
    {
        private readonly string _word;

        private TickMode(string word) => _word = word;

        public static TickMode Auto { get; } = new("auto");

        public static TickMode Linear { get; } = new("linear");

        public static TickMode Array { get; } = new("array");

        object IWord.Word => _word;
    }
}
