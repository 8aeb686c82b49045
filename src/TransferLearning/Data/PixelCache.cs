using System.Diagnostics;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace TransferLearning;

/// <summary>A file of decoded images: uint8, rows of H×W×3.</summary>
/// <param name="Path">The file.</param>
/// <param name="ImageSize">Width and height in pixels.</param>
/// <param name="Reasons">Of each row, why it has no pixels; null where it has them.</param>
internal sealed record PixelFile(string Path, int ImageSize, IReadOnlyList<string?> Reasons)
{
    /// <summary>Maps it: N×H×W×3; pages are read when they are looked at.</summary>
    public Tensor Map()
    {
        long count = Reasons.Count;
        using Tensor flat = from_file(Path, shared: false, size: count * ImageSize * ImageSize * 3, dtype: ScalarType.Byte);
        return flat.view(count, ImageSize, ImageSize, 3);
    }
}

/// <summary>
/// Decoded images in one file, so that decoding is paid once, not once per epoch. Its name is a hash of the images' paths, lengths and
/// times, so that none of them has to be read to find it. A description beside it has its checksum and the reasons: what does not match
/// is made again.
/// </summary>
internal static class PixelCache
{
    private const int MostFiles = 16;   // the least recently used beyond these go when a new one has been made

    /// <summary>Folder of the cache files: <c>TRANSFER_LEARNING_CACHE</c>, or a folder of the user's local application data.</summary>
    public static string DefaultFolder =>
        Environment.GetEnvironmentVariable("TRANSFER_LEARNING_CACHE") is { Length: > 0 } chosen
            ? Path.GetFullPath(chosen)
            : Path.Combine(UserData, "transfer-learning", "pixels");

    // Unless told not to look, .NET gives no path where the folder is not there yet, and the cache would land in the current folder.
    private static string UserData =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);

    /// <summary>Finds the pixels of these images, or decodes them into a new file on all cores.</summary>
    public static PixelFile Open(
        IReadOnlyList<string> images, int imageSize, string? folder = null, IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        folder ??= DefaultFolder;
        string key = Numbers.Hash(string.Join('\n', images.Select(Look).Prepend(ImageDecoder.Version)))[..24];
        string path = Path.Combine(folder, $"{key}-{imageSize}px.pixels");
        try
        {
            Description? found = Find(path);
            if (found is null)
            {
                found = Write(path, images, imageSize, progress, cancellation);
                RemoveOld(folder);
            }

            return new PixelFile(path, imageSize, found.Reasons);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            double megabytes = (double)images.Count * imageSize * imageSize * 3 / 1e6;
            throw new UserMistakeException(
                $"The decoded images ({megabytes:N0} MB) could not be kept in {folder}: {exception.Message.TrimEnd('.')}; " +
                "set the environment variable TRANSFER_LEARNING_CACHE to a folder that can be written and has room.", exception);
        }
    }

    // What tells that a file has changed without reading it.
    private static string Look(string path)
    {
        var info = new FileInfo(path);
        return FormattableString.Invariant(
            $"{path}\t{(info.Exists ? info.Length : -1)}\t{(info.Exists ? info.LastWriteTimeUtc.Ticks : 0)}");
    }

    private static Description? Find(string path)
    {
        try
        {
            var found = JsonSerializer.Deserialize<Description>(File.ReadAllBytes(DescriptionOf(path)), JsonSerializerOptions.Strict);
            if (found?.Checksum != ChecksumOf(path))
            {
                return null;
            }

            WholeFile.Quietly(() => File.SetLastWriteTimeUtc(path, DateTime.UtcNow));
            return found;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static Description Write(
        string path, IReadOnlyList<string> images, int imageSize, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        int imageBytes = imageSize * imageSize * 3, done = 0;
        string?[] reasons = new string?[images.Count];
        var clock = Stopwatch.StartNew();
        WholeFile.Write(path, part =>
        {
            using SafeFileHandle file = File.OpenHandle(
                part, FileMode.CreateNew, FileAccess.Write, preallocationSize: (long)images.Count * imageBytes);
            var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.For(0, images.Count, options, row =>
            {
                (byte[]? pixels, reasons[row]) = ImageDecoder.Decode(images[row], imageSize);
                RandomAccess.Write(file, pixels ?? new byte[imageBytes], (long)row * imageBytes);
                int now = Interlocked.Increment(ref done);
                if (now % 32 == 0 || now == images.Count)
                {
                    progress?.Report(new StepProgress("decoding images", now, images.Count, clock.Elapsed));
                }
            });
        });
        var written = new Description(ChecksumOf(path), reasons);
        WholeFile.Write(DescriptionOf(path), part => File.WriteAllBytes(part, JsonSerializer.SerializeToUtf8Bytes(written)));
        return written;
    }

    private static string DescriptionOf(string path) => Path.ChangeExtension(path, ".json");

    /// <summary>A gigabyte takes less than a second.</summary>
    private static string ChecksumOf(string path)
    {
        using FileStream file = File.OpenRead(path);
        var hash = new XxHash128();
        hash.Append(file);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void RemoveOld(string folder)
    {
        DateTime yesterday = DateTime.UtcNow.AddDays(-1);   // what another process may be using stays
        ILookup<string, FileInfo> files = new DirectoryInfo(folder).GetFiles()
            .OrderByDescending(file => file.LastWriteTimeUtc).ToLookup(file => file.Extension);
        foreach (FileInfo file in files[".pixels"].Skip(MostFiles).Concat(files[".part"]).Where(file => file.LastWriteTimeUtc < yesterday))
        {
            WholeFile.Quietly(file.Delete);
            WholeFile.Quietly(() => File.Delete(DescriptionOf(file.FullName)));
        }
    }

    private sealed record Description(string Checksum, IReadOnlyList<string?> Reasons);
}
