namespace Plotly.NET;

public static partial class StyleParam
{
    /// <summary>An axis as the layout names it: "xaxis", "yaxis2".</summary>
    public class SubPlotId
    {
        private readonly string _name;

        private SubPlotId(string name) => _name = name;

        public static SubPlotId NewXAxis(int item) => new(item < 2 ? "xaxis" : $"xaxis{item}");

        public static SubPlotId NewYAxis(int item) => new(item < 2 ? "yaxis" : $"yaxis{item}");

        public override string ToString() => _name;
    }
}
