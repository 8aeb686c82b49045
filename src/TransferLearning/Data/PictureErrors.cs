using SixLabors.ImageSharp;

namespace TransferLearning;

/// <summary>What goes wrong with picture files, in words for people.</summary>
internal static class PictureErrors
{
    public static bool IsExpected(Exception exception) =>
        exception is ImageFormatException or NotSupportedException or IOException or UnauthorizedAccessException or ArgumentNullException;

    public static string Describe(Exception exception) => exception switch
    {
        UnknownImageFormatException => "not a picture in a format that can be read (JPEG, PNG)",
        ImageFormatException => $"damaged: {exception.Message}",
        UnauthorizedAccessException => "no permission to read it",
        ArgumentNullException => "the file is empty",   // what ImageSharp says of an empty stream
        _ => exception.Message,
    };
}
