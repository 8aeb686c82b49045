namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>A variant of a marker symbol.</summary>
    public sealed class SymbolStyle
    {
        private SymbolStyle(int modifier) => Modifier = modifier;

        public static SymbolStyle Open { get; } = new(100);

        internal int Modifier { get; }
    }
}
