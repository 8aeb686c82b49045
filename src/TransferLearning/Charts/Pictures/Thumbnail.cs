using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace TransferLearning.Charting;

/// <summary>A picture small enough to stand inside a page, as a data address that needs no file beside it.</summary>
internal static class Thumbnail
{
    private const int Quality = 82;

    /// <summary>The middle of a picture as a square of <paramref name="size"/> pixels; null where the file cannot be read as a picture.</summary>
    public static string? DataUri(string path, int size) => DataUri(
        path, image => image.Mutate(context => context.AutoOrient().Resize(new ResizeOptions { Size = new Size(size, size), Mode = ResizeMode.Crop })));

    /// <summary>A picture after <paramref name="change"/>; null where the file cannot be read as a picture.</summary>
    public static string? DataUri(string path, Action<Image<Rgb24>> change)
    {
        try
        {
            using Image<Rgb24> image = Image.Load<Rgb24>(path);
            change(image);

            // What a camera wrote beside the pixels (place, date, a preview) has no business in a page.
            image.Metadata.ExifProfile = null;
            return DataUri(image);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ImageFormatException or ArgumentException)
        {
            return null;
        }
    }

    private static string DataUri(Image<Rgb24> image)
    {
        using var stream = new MemoryStream();
        image.SaveAsJpeg(stream, new JpegEncoder { Quality = Quality });
        return "data:image/jpeg;base64," + Convert.ToBase64String(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
