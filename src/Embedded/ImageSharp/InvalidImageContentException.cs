namespace SixLabors.ImageSharp;

/// <summary>Thrown when data is of a known format but damaged beyond reading.</summary>
public sealed class InvalidImageContentException : ImageFormatException
{
    /// <summary>Says what is wrong.</summary>
    public InvalidImageContentException(string errorMessage)
        : base(errorMessage)
    {
    }

    /// <summary>Says what is wrong, and what brought it to light.</summary>
    public InvalidImageContentException(string errorMessage, Exception innerException)
        : base(errorMessage, innerException)
    {
    }
}
