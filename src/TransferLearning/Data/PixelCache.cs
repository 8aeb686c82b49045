using System.Diagnostics;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>A file of decoded images: uint8, rows of H×W×3.</summary>
/// <param name="Path">The file.</param>
/// <param name="Count">Number of rows.</param>
/// <param name="ImageSize">Width and height in pixels.</param>
/// <param name="Undecodable">Rows without pixels, and why.</param>
internal sealed record PixelFile(string Path, int Count, int ImageSize, IReadOnlyDictionary<int, string> Undecodable)
{
    /// <summary>Maps it: N×H×W×3; pages are read when they are looked at.</summary>
    public Tensor Map()
    {
        using Tensor flat = from_file(Path, shared: false, size: (long)Count * ImageSize * ImageSize * 3, dtype: ScalarType.Byte);
        return flat.view(Count, ImageSize, ImageSize, 3);
    }

    /// <summary>A hash of the pixels of each of these rows; equal ones look the same at this size.</summary>
    public UInt128[] HashRows(IReadOnlyList<int> rows)
    {
        int length = ImageSize * ImageSize * 3;
        using FileStream file = File.OpenRead(Path);
        return [.. rows.AsParallel().AsOrdered().Select(row =>
        {
            byte[] pixels = new byte[length];
            RandomAccess.Read(file.SafeFileHandle, pixels, (long)row * length);
            return XxHash128.HashToUInt128(pixels);
        })];
    }
}

/// <summary>
/// Decoded images in one file, so that decoding is paid once, not once per epoch. A file NAME.key says which file of pixels belongs to
/// these paths, lengths and times; only when it is missing are the contents hashed, which is what the file of pixels is called by: a
/// moved folder is not decoded again. Pixels come first, then a description as JSON, then a checksum of both: what does not match is
/// made again.
/// </summary>
internal static class PixelCache
{
    private const int MostFiles = 16;   // the least recently used beyond these go when a new one has been made
    private const int ChecksumBytes = 16;

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
        ImagePool images, int imageSize, string? folder = null, IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        folder ??= DefaultFolder;
        try
        {
            Directory.CreateDirectory(folder);
            string key = Path.Combine(folder, $"{Hash([ImageDecoder.Version, .. images.Paths.Select(Look)])}-{imageSize}px.key");
            if (File.Exists(key) && Find(Path.Combine(folder, Path.GetFileName(File.ReadAllText(key))), images.Paths.Count, imageSize)
                is { } known)
            {
                return known;
            }

            string name = $"{Hash([ImageDecoder.Version, .. images.ContentHashes.Select(Convert.ToHexString)])}-{imageSize}px.pixels";
            string path = Path.Combine(folder, name);
            PixelFile pixels = Find(path, images.Paths.Count, imageSize) ?? Write(path, images.Paths, imageSize, progress, cancellation);
            // Quietly: a cache that is full and only read will do.
            WholeFile.Quietly(() => WholeFile.Write(key, part => File.WriteAllText(part, name)));
            RemoveOld(folder);
            return pixels;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            double megabytes = (double)images.Paths.Count * imageSize * imageSize * 3 / 1e6;
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

    private static string Hash(IEnumerable<string> lines) =>
        Numbers.Hash(string.Join('\n', lines))[..24];

    private static PixelFile? Find(string path, int count, int imageSize)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            file.Position = (long)count * imageSize * imageSize * 3;
            if (file.Length - file.Position - ChecksumBytes is not (> 0 and < int.MaxValue and long length))
            {
                return null;
            }

            byte[] description = new byte[length], checksum = new byte[ChecksumBytes];
            file.ReadExactly(description);
            file.ReadExactly(checksum);
            if (!checksum.SequenceEqual(Checksum(file.SafeFileHandle, file.Length - ChecksumBytes)))
            {
                return null;
            }

            WholeFile.Quietly(() => File.SetLastWriteTimeUtc(path, DateTime.UtcNow));
            var found = JsonSerializer.Deserialize<PixelFile>(description);
            return found?.Count == count && found.ImageSize == imageSize ? found with { Path = path } : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    private static PixelFile Write(
        string path, IReadOnlyList<string> images, int imageSize, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        int imageBytes = imageSize * imageSize * 3, done = 0;
        long pixelBytes = (long)images.Count * imageBytes;
        string?[] reasons = new string?[images.Count];
        PixelFile? written = null;
        var clock = Stopwatch.StartNew();
        WholeFile.Write(path, part =>
        {
            using var file = new FileStream(part, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, PreallocationSize = pixelBytes,
            });
            var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.For(0, images.Count, options, row =>
            {
                (byte[]? pixels, reasons[row]) = ImageDecoder.Decode(images[row], imageSize);
                RandomAccess.Write(file.SafeFileHandle, pixels ?? new byte[imageBytes], (long)row * imageBytes);
                int now = Interlocked.Increment(ref done);
                if (now % 32 == 0 || now == images.Count)
                {
                    progress?.Report(new StepProgress("decoding images", now, images.Count, clock.Elapsed));
                }
            });
            written = new PixelFile("", images.Count, imageSize, reasons.Index().Where(reason => reason.Item is not null)
                .ToDictionary(reason => reason.Index, reason => reason.Item!));
            file.Position = pixelBytes;
            file.Write(JsonSerializer.SerializeToUtf8Bytes(written));
            file.Flush();
            file.Write(Checksum(file.SafeFileHandle, file.Length));
            file.Flush(flushToDisk: true);
        });
        return written! with { Path = path };
    }

    /// <summary>Of the beginning of a file; a gigabyte takes less than a second.</summary>
    private static byte[] Checksum(SafeFileHandle file, long length)
    {
        var hash = new XxHash128();
        byte[] block = new byte[1 << 20];
        long done = 0;
        for (int read; (read = RandomAccess.Read(file, block.AsSpan(0, (int)Math.Min(block.Length, length - done)), done)) > 0;)
        {
            done += read;
            hash.Append(block.AsSpan(0, read));
        }

        return hash.GetCurrentHash();
    }

    private static void RemoveOld(string folder)
    {
        DateTime yesterday = DateTime.UtcNow.AddDays(-1);   // what another process may be using stays
        ILookup<string, FileInfo> files = new DirectoryInfo(folder).GetFiles()
            .OrderByDescending(file => file.LastWriteTimeUtc).ToLookup(file => file.Extension);
        foreach (FileInfo file in files[".pixels"].Skip(MostFiles).Concat(files[".key"].Skip(10 * MostFiles)).Concat(files[".part"])
            .Where(file => file.LastWriteTimeUtc < yesterday))
        {
            WholeFile.Quietly(file.Delete);
        }
    }
}
