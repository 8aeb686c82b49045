using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>A picture file and the class it belongs to.</summary>
/// <param name="Path">Where the file is.</param>
/// <param name="Label">Index of its class.</param>
public sealed record Picture(string Path, int Label)
{
    /// <summary>Decodes and resizes the picture.</summary>
    /// <param name="imageSize">Width and height in pixels.</param>
    /// <returns>uint8, 1×3×H×W, RGB.</returns>
    /// <exception cref="UserMistakeException">The file is missing or no readable picture.</exception>
    public Tensor Load(int imageSize) => Load(Path, imageSize);

    /// <summary>Decodes and resizes a picture file.</summary>
    internal static Tensor Load(string path, int imageSize)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            using Tensor rows = tensor(PixelCache.Decode(stream, imageSize), [1, imageSize, imageSize, 3]);
            return rows.permute(0, 3, 1, 2);
        }
        catch (Exception exception) when (PictureErrors.IsExpected(exception))
        {
            throw new UserMistakeException(
                File.Exists(path) ? $"{path} cannot be used: {PictureErrors.Describe(exception)}." : $"There is no picture {System.IO.Path.GetFullPath(path)}.", exception);
        }
    }
}
