namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Which margins grow with the tick labels.</summary>
    public class TickAutoMargin : IWord
    {
        private readonly string _word;

        private TickAutoMargin(string word) => _word = word;

        public static TickAutoMargin All { get; } = new("height+width+left+right+top+bottom");

        object IWord.Word => _word;
    }
}
