namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Where tick marks stand.</summary>
    public sealed class TickOptions : IWord
    {
        private readonly string _word;

        private TickOptions(string word) => _word = word;

        public static TickOptions Outside { get; } = new("outside");

        public static TickOptions Inside { get; } = new("inside");

        public static TickOptions Empty { get; } = new("");

        object IWord.Word => _word;
    }
}
