namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>The dashes of a line.</summary>
    public class DrawingStyle : IWord
    {
        private readonly string _word;

        private DrawingStyle(string word) => _word = word;

        public static DrawingStyle Solid { get; } = new("solid");

        public static DrawingStyle Dash { get; } = new("dash");

        public static DrawingStyle Dot { get; } = new("dot");

        object IWord.Word => _word;
    }
}
