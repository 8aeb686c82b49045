using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace TransferLearning.Charting;

/// <summary>Texts and lines at places of a panel; panels are counted from 1.</summary>
internal static class Labels
{
    /// <summary>A text at a place of the data, or of a panel where an axis is named "x domain": 0 to 1 from left to right, from bottom to top.</summary>
    public static Annotation Text(
        string text,
        double x,
        double y,
        string xRef = "x",
        string yRef = "y",
        string? color = null,
        double size = 12,
        bool bold = false,
        StyleParam.XAnchorPosition? xAnchor = null,
        StyleParam.YAnchorPosition? yAnchor = null,
        int xShift = 0,
        int yShift = 0)
    {
        string markup = string.Join("<br>", text.Split('\n').Select(PlotText.Escape));
        return Annotation.init<double, double, double, double, double, double, double, string, double, string>(
            X: x,
            Y: y,
            XRef: xRef,
            YRef: yRef,
            Text: bold ? PlotText.Bold(markup) : markup,
            Font: HouseStyle.Font(size, color ?? Colors.Ink),
            ShowArrow: false,
            XAnchor: xAnchor ?? StyleParam.XAnchorPosition.Left,
            YAnchor: yAnchor ?? StyleParam.YAnchorPosition.Middle,
            XShift: xShift,
            YShift: yShift);
    }

    /// <summary>The heading over a panel.</summary>
    public static Annotation PanelTitle(string text, int panel) => Text(
        text, 0, 1, Domain("x", panel), Domain("y", panel), size: 13, bold: true, yAnchor: StyleParam.YAnchorPosition.Bottom, yShift: 7);

    /// <summary>A dashed line across a panel at an x of the data.</summary>
    public static Shape Upright(double x, int panel = 1, bool below = true) =>
        Dashed(x, 0, x, 1, Reference("x", panel), Domain("y", panel), below);

    /// <summary>A dashed line from one place to another.</summary>
    public static Shape Dashed(double x0, double y0, double x1, double y1, string xRef = "x", string yRef = "y", bool below = true) =>
        Shape.init<double, double, double, double>(
            ShapeType: StyleParam.ShapeType.Line,
            Layer: below ? StyleParam.Layer.Below : StyleParam.Layer.Above,
            Line: Line.init(Color: HouseStyle.Ink(Colors.Muted), Width: 1.2, Dash: StyleParam.DrawingStyle.Dash),
            X0: x0,
            Y0: y0,
            X1: x1,
            Y1: y1,
            Xref: xRef,
            Yref: yRef);

    /// <summary>"x", "x2", …: an axis as annotations and shapes name it.</summary>
    public static string Reference(string letter, int panel) => panel < 2 ? letter : $"{letter}{panel}";

    /// <summary>"x domain": a panel from its one end (0) to its other (1).</summary>
    public static string Domain(string letter, int panel) => Reference(letter, panel) + " domain";
}
