namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Where the text of a point stands.</summary>
    public sealed class TextPosition : IWord
    {
        private readonly string _word;

        private TextPosition(string word) => _word = word;

        public static TextPosition None { get; } = new("none");

        public static TextPosition Outside { get; } = new("outside");

        public static TextPosition TopCenter { get; } = new("top center");

        object IWord.Word => _word;
    }
}
