namespace SixLabors.ImageSharp;

/// <summary>A rectangle of pixels.</summary>
public struct Rectangle : IEquatable<Rectangle>
{
    /// <summary>At the origin, without extent.</summary>
    public static readonly Rectangle Empty;

    /// <summary>A rectangle by its upper left corner and its sides.</summary>
    public Rectangle(int x, int y, int width, int height)
    {
        X = x;
        Y = y;
        Width = width;
        Height = height;
    }

    /// <summary>A rectangle by its upper left corner and its size.</summary>
    public Rectangle(Point point, Size size)
        : this(point.X, point.Y, size.Width, size.Height)
    {
    }

    /// <summary>The left edge.</summary>
    public int X { get; set; }

    /// <summary>The top edge.</summary>
    public int Y { get; set; }

    /// <summary>The width in pixels.</summary>
    public int Width { get; set; }

    /// <summary>The height in pixels.</summary>
    public int Height { get; set; }

    /// <summary>The left edge.</summary>
    public readonly int Left => X;

    /// <summary>The top edge.</summary>
    public readonly int Top => Y;

    /// <summary>The first column behind the rectangle.</summary>
    public readonly int Right => unchecked(X + Width);

    /// <summary>The first row below the rectangle.</summary>
    public readonly int Bottom => unchecked(Y + Height);

    /// <summary>Whether it is the empty rectangle at the origin.</summary>
    public readonly bool IsEmpty => Equals(Empty);

    public static bool operator ==(Rectangle left, Rectangle right) => left.Equals(right);

    public static bool operator !=(Rectangle left, Rectangle right) => !left.Equals(right);

    /// <summary>The part that both have.</summary>
    public static Rectangle Intersect(Rectangle a, Rectangle b)
    {
        int left = Math.Max(a.X, b.X);
        int top = Math.Max(a.Y, b.Y);
        int right = Math.Min(a.Right, b.Right);
        int bottom = Math.Min(a.Bottom, b.Bottom);
        return right >= left && bottom >= top ? new Rectangle(left, top, right - left, bottom - top) : Empty;
    }

    /// <summary>Whether all of <paramref name="rectangle"/> lies inside.</summary>
    public readonly bool Contains(Rectangle rectangle) =>
        X <= rectangle.X && rectangle.Right <= Right && Y <= rectangle.Y && rectangle.Bottom <= Bottom;

    public readonly bool Equals(Rectangle other) =>
        X == other.X && Y == other.Y && Width == other.Width && Height == other.Height;

    public override readonly bool Equals(object? obj) => obj is Rectangle other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(X, Y, Width, Height);

    public override readonly string ToString() => $"Rectangle [ X={X}, Y={Y}, Width={Width}, Height={Height} ]";
}
