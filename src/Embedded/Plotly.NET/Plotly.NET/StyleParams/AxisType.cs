namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>How an axis measures.</summary>
    public sealed class AxisType : IWord
    {
        private readonly string _word;

        private AxisType(string word) => _word = word;

        public static AxisType Linear { get; } = new("linear");

        public static AxisType Log { get; } = new("log");

        public static AxisType Category { get; } = new("category");

        object IWord.Word => _word;
    }
}
