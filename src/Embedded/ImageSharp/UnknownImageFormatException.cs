namespace SixLabors.ImageSharp;

/// <summary>Thrown when data is of no known format.</summary>
public sealed class UnknownImageFormatException : ImageFormatException
{
    /// <summary>Says what is wrong.</summary>
    public UnknownImageFormatException(string errorMessage)
        : base(errorMessage)
    {
    }
}
