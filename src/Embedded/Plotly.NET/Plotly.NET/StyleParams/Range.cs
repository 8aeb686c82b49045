namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>A lowest and a highest value.</summary>
    public class Range : IWord
    {
        private readonly IConvertible[] _values;

        private Range(params IConvertible[] values) => _values = values;

        object IWord.Word => _values;

        public static Range NewMinMax(IConvertible item1, IConvertible item2) => new(item1, item2);
    }
}
