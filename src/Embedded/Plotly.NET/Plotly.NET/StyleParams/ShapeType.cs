namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>The form of a shape.</summary>
    public sealed class ShapeType : IWord
    {
        private readonly string _word;

        private ShapeType(string word) => _word = word;

        public static ShapeType Line { get; } = new("line");

        public static ShapeType Rectangle { get; } = new("rect");

        object IWord.Word => _word;
    }
}
