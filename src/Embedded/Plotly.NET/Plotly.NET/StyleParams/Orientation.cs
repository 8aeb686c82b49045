namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Lying or upright.</summary>
    public sealed class Orientation : IWord
    {
        private readonly string _word;

        private Orientation(string word) => _word = word;

        public static Orientation Horizontal { get; } = new("h");

        public static Orientation Vertical { get; } = new("v");

        object IWord.Word => _word;
    }
}
