namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>Colours along the numbers from 0 to 1.</summary>
    public class Colorscale : IWord
    {
        private readonly object[][] _stops;

        private Colorscale(object[][] stops) => _stops = stops;

        object IWord.Word => _stops;

        public static Colorscale NewCustom(IEnumerable<Tuple<double, Color>> item) => new([.. item.Select(stop => new object[] { stop.Item1, stop.Item2 })]);
    }
}
