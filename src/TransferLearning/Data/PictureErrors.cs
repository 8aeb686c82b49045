using SixLabors.ImageSharp;

namespace TransferLearning;

/// <summary>What goes wrong with picture files, in words for people.</summary>
internal static class PictureErrors
{
    public static bool IsExpected(Exception exception) =>
        exception is ImageFormatException or NotSupportedException or IOException or UnauthorizedAccessException or ArgumentNullException
        || IsDecoderLost(exception);

    public static string Describe(Exception exception) => exception switch
    {
        UnknownImageFormatException => "not a picture in a format that can be read (JPEG, PNG)",
        ImageFormatException => $"damaged: {exception.Message}",
        UnauthorizedAccessException => "no permission to read it",
        ArgumentNullException => "the file is empty",   // what ImageSharp says of an empty stream
        _ when IsDecoderLost(exception) => "damaged: it does not hold what its header promises",
        _ => exception.Message,
    };

    // The published package answers some damaged files with these: no scan in a JPEG, a PNG without width, a palette or pixel data that is wrong.
    private static bool IsDecoderLost(Exception exception) =>
        exception is NullReferenceException or ArgumentOutOfRangeException or IndexOutOfRangeException or InvalidDataException;
}
