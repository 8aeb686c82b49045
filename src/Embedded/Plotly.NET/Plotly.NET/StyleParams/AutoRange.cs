namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Whether an axis finds its range itself.</summary>
    public sealed class AutoRange : IWord
    {
        private readonly object _word;

        private AutoRange(object word) => _word = word;

        public static AutoRange True { get; } = new(true);

        public static AutoRange False { get; } = new(false);

        public static AutoRange Reversed { get; } = new("reversed");

        object IWord.Word => _word;
    }
}
