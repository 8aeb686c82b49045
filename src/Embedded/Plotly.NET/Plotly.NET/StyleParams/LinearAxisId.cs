namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>An axis as a trace or another axis names it: "x", "y2".</summary>
    public class LinearAxisId : IWord
    {
        private readonly string _word;

        private LinearAxisId(string word) => _word = word;

        object IWord.Word => _word;

        public static LinearAxisId NewX(int item) => new(item < 2 ? "x" : $"x{item}");

        public static LinearAxisId NewY(int item) => new(item < 2 ? "y" : $"y{item}");

        public override string ToString() => _word;
    }
}
