using System.Numerics;

namespace SixLabors.ImageSharp.Processing.Processors.Transforms;

/// <summary>
/// Where a turned picture's pixels come from, and how large it becomes to hold all corners. Pixels are points here: a picture of n
/// pixels is n - 1 long. All is worked out in single precision as the package does it, since a rounding may add a row.
/// </summary>
/// <param name="Size">The size of the turned picture.</param>
/// <param name="ToSource">Leads from its pixels to those of the source.</param>
internal readonly record struct RotationGeometry(Size Size, Matrix3x2 ToSource)
{
    /// <summary>Works it out.</summary>
    public static RotationGeometry Calculate(Size source, float degrees)
    {
        Matrix3x2 rotation = Matrix3x2.CreateRotation(degrees * (MathF.PI / 180f));
        Size turned = TurnedSize(source, rotation, bounds => new Size(bounds.Width, bounds.Height));
        Matrix3x2.Invert(rotation, out Matrix3x2 back);
        Matrix3x2 aboutMiddles = Matrix3x2.CreateTranslation(new Vector2(-(turned.Width - 1f), -(turned.Height - 1f)) * 0.5f)
            * back
            * Matrix3x2.CreateTranslation(new Vector2(source.Width - 1f, source.Height - 1f) * 0.5f);
        Matrix3x2.Invert(aboutMiddles, out Matrix3x2 forth);
        Matrix3x2.Invert(forth, out Matrix3x2 toSource);
        return new RotationGeometry(TurnedSize(source, forth, FromOrigin), toSource);
    }

    private static Size TurnedSize(Size source, Matrix3x2 matrix, Func<Rectangle, Size> measure)
    {
        // The distance of pixels: one, up to rounding.
        float stepX = 1f / new Vector2(matrix.M11, matrix.M21).Length();
        float stepY = 1f / new Vector2(matrix.M12, matrix.M22).Length();
        float right = source.Width - stepX;
        float bottom = source.Height - stepY;
        if (right == 0 && bottom == 0)
        {
            return source;
        }

        Vector2[] corners =
        [
            Vector2.Transform(new Vector2(0, 0), matrix), Vector2.Transform(new Vector2(right, 0), matrix),
            Vector2.Transform(new Vector2(0, bottom), matrix), Vector2.Transform(new Vector2(right, bottom), matrix),
        ];
        int left = (int)Math.Floor(corners.Min(corner => corner.X));
        int top = (int)Math.Floor(corners.Min(corner => corner.Y));
        int width = (int)Math.Ceiling(corners.Max(corner => corner.X)) - left;
        int height = (int)Math.Ceiling(corners.Max(corner => corner.Y)) - top;
        Size size = measure(new Rectangle(left, top, width, height));
        return new Size((int)MathF.Ceiling(size.Width + stepX), (int)MathF.Ceiling(size.Height + stepY));
    }

    // What is visible from the origin on, or the whole where that is nothing.
    private static Size FromOrigin(Rectangle bounds)
    {
        int width = bounds.Left < 0 ? bounds.Right : Math.Max(bounds.Width, bounds.Right);
        int height = bounds.Top < 0 ? bounds.Bottom : Math.Max(bounds.Height, bounds.Bottom);
        return new Size(width > 0 ? width : bounds.Width, height > 0 ? height : bounds.Height);
    }
}
