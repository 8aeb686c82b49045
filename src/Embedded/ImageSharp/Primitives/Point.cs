namespace SixLabors.ImageSharp;

/// <summary>A place in a picture, in pixels from its upper left corner.</summary>
public struct Point : IEquatable<Point>
{
    /// <summary>The upper left corner.</summary>
    public static readonly Point Empty;

    /// <summary>A point at the given place.</summary>
    public Point(int x, int y)
    {
        X = x;
        Y = y;
    }

    /// <summary>Pixels from the left.</summary>
    public int X { get; set; }

    /// <summary>Pixels from the top.</summary>
    public int Y { get; set; }

    public static bool operator ==(Point left, Point right) => left.Equals(right);

    public static bool operator !=(Point left, Point right) => !left.Equals(right);

    public readonly bool Equals(Point other) => X == other.X && Y == other.Y;

    public override readonly bool Equals(object? obj) => obj is Point other && Equals(other);

    public override readonly int GetHashCode() => HashCode.Combine(X, Y);

    public override readonly string ToString() => $"Point [ X={X}, Y={Y} ]";
}
