namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>What a scatter trace draws.</summary>
    public sealed class Mode : IWord
    {
        private readonly string _word;

        private Mode(string word) => _word = word;

        public static Mode Lines { get; } = new("lines");

        public static Mode Lines_Markers { get; } = new("lines+markers");

        public static Mode Markers { get; } = new("markers");

        object IWord.Word => _word;
    }
}
