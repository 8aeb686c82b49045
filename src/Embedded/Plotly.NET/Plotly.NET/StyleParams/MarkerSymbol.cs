using System.Globalization;

namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>The form of a marker, by Plotly's numbers.</summary>
    public class MarkerSymbol : IWord
    {
        private readonly int _number;

        private MarkerSymbol(int number) => _number = number;

        public static MarkerSymbol Circle { get; } = new(0);

        public static MarkerSymbol Square { get; } = new(1);

        public static MarkerSymbol Diamond { get; } = new(2);

        public static MarkerSymbol X { get; } = new(4);

        public static MarkerSymbol TriangleUp { get; } = new(5);

        object IWord.Word => _number.ToString(CultureInfo.InvariantCulture);

        public static MarkerSymbol NewModified(MarkerSymbol item1, SymbolStyle item2) => new(item1._number + item2.Modifier);
    }
}
