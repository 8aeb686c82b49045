namespace TransferLearning.Charting.Drawing;

/// <summary>Reference lines and bands.</summary>
internal static class ShapePainter
{
    public static void Paint(SvgWriter writer, Panel panel, IEnumerable<Shape> shapes)
    {
        foreach (Shape shape in shapes.Where(s => panel.Owns(s.XRef, s.YRef)))
        {
            double x0 = Math.Clamp(panel.XPixel(shape.X0, shape.XRef), panel.Left, panel.Right);
            double x1 = Math.Clamp(panel.XPixel(shape.X1, shape.XRef), panel.Left, panel.Right);
            double y0 = Math.Clamp(panel.YPixel(shape.Y0, shape.YRef), panel.Top, panel.Bottom);
            double y1 = Math.Clamp(panel.YPixel(shape.Y1, shape.YRef), panel.Top, panel.Bottom);
            if (shape.Type == "rect")
            {
                writer.Rectangle(Math.Min(x0, x1), Math.Min(y0, y1), Math.Abs(x1 - x0), Math.Abs(y1 - y0), shape.FillColor, shape.Opacity);
            }
            else
            {
                writer.Line(x0, y0, x1, y1, shape.Line);
            }
        }
    }
}
