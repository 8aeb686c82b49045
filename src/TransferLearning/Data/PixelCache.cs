using System.Buffers;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
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
    public string[] HashRows(IReadOnlyList<int> rows)
    {
        int length = ImageSize * ImageSize * 3;
        using FileStream file = File.OpenRead(Path);
        return [.. rows.AsParallel().AsOrdered().Select(row =>
        {
            byte[] pixels = new byte[length];
            RandomAccess.Read(file.SafeFileHandle, pixels, (long)row * length);
            return Convert.ToHexString(SHA256.HashData(pixels));
        })];
    }
}

/// <summary>
/// Decoded images in one file, so that decoding is paid once, not once per epoch. A file NAME.key says which file of pixels belongs to
/// these paths, lengths and times; only when it is missing are the contents hashed, which is what the file of pixels is called by: a
/// moved folder is not decoded again. Pixels come first, then a description with checksums: what does not match is made again.
/// </summary>
internal static class PixelCache
{
    private const int MostFiles = 16;              // the least recently used beyond these go when a new one has been made
    private const int BlockBytes = 8 << 20;
    private const ulong Magic = 0x31534C4558495054; // "TPIXELS1"

    /// <summary>Folder of the cache files: <c>TRANSFER_LEARNING_CACHE</c>, or a folder of the user's local application data.</summary>
    public static string DefaultFolder =>
        Environment.GetEnvironmentVariable("TRANSFER_LEARNING_CACHE") is { Length: > 0 } chosen
            ? Path.GetFullPath(chosen)
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "transfer-learning", "pixels");

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
            WriteAndRename(key, part => File.WriteAllText(part, name));
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
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))).AsSpan(0, 12));

    private static PixelFile? Find(string path, int count, int imageSize)
    {
        long pixelBytes = (long)count * imageSize * imageSize * 3;
        try
        {
            using FileStream file = File.OpenRead(path);
            if (file.Length <= pixelBytes)
            {
                return null;
            }

            file.Position = pixelBytes;
            byte[] description = new byte[file.Length - pixelBytes];
            file.ReadExactly(description);
            if (description.Length < 32 || !SHA256.HashData(description.AsSpan(32)).AsSpan().SequenceEqual(description.AsSpan(0, 32)))
            {
                return null;
            }

            using var reader = new BinaryReader(new MemoryStream(description, 32, description.Length - 32));
            if (reader.ReadUInt64() != Magic || reader.ReadInt32() != count || reader.ReadInt32() != imageSize
                || !reader.ReadBytes(32).AsSpan().SequenceEqual(Checksum(file, pixelBytes)))
            {
                return null;
            }

            var undecodable = new Dictionary<int, string>();
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                undecodable.Add(reader.ReadInt32(), reader.ReadString());
            }

            TouchQuietly(path);
            return new PixelFile(path, count, imageSize, undecodable);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
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
        var clock = Stopwatch.StartNew();
        WriteAndRename(path, part =>
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
            RandomAccess.Write(file.SafeFileHandle, Description(), pixelBytes);
            file.Flush(flushToDisk: true);

            byte[] Description()
            {
                using var bytes = new MemoryStream();
                using var writer = new BinaryWriter(bytes);
                writer.Write(Magic);
                writer.Write(images.Count);
                writer.Write(imageSize);
                writer.Write(Checksum(file, pixelBytes));
                writer.Write(reasons.Count(reason => reason is not null));
                foreach ((int row, string reason) in Reasons())
                {
                    writer.Write(row);
                    writer.Write(reason);
                }

                writer.Flush();
                return [.. SHA256.HashData(bytes.ToArray()), .. bytes.ToArray()];
            }
        });
        return new PixelFile(path, images.Count, imageSize, Reasons().ToDictionary(entry => entry.Row, entry => entry.Reason));

        IEnumerable<(int Row, string Reason)> Reasons() =>
            reasons.Select((reason, row) => (row, reason!)).Where(entry => entry.Item2 is not null);
    }

    // Blocks are hashed side by side, then their hashes: a gigabyte takes about a second per core.
    private static byte[] Checksum(FileStream file, long length)
    {
        byte[][] blocks = new byte[(int)((length + BlockBytes - 1) / BlockBytes)][];
        Parallel.For(0, blocks.Length, block =>
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockBytes);
            long start = (long)block * BlockBytes;
            Span<byte> wanted = buffer.AsSpan(0, (int)Math.Min(BlockBytes, length - start));
            int filled = 0;
            for (int read; filled < wanted.Length && (read = RandomAccess.Read(file.SafeFileHandle, wanted[filled..], start + filled)) > 0;)
            {
                filled += read;
            }

            blocks[block] = SHA256.HashData(wanted[..filled]);
            ArrayPool<byte>.Shared.Return(buffer);
        });
        return SHA256.HashData([.. blocks.SelectMany(block => block)]);
    }

    // Written beside and renamed: a stopped run leaves nothing half-made behind, and two runs at once do not meet.
    private static void WriteAndRename(string path, Action<string> write)
    {
        string part = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            write(part);
            File.Move(part, path, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    private static void RemoveOld(string folder)
    {
        DateTime yesterday = DateTime.UtcNow.AddDays(-1);   // what another process may be using stays
        FileInfo[] files = new DirectoryInfo(folder).GetFiles();
        foreach (FileInfo file in files.Where(file => file.Extension == ".pixels")
            .OrderByDescending(file => file.LastWriteTimeUtc).Skip(MostFiles)
            .Concat(files.Where(file => file.Extension == ".key").OrderByDescending(file => file.LastWriteTimeUtc).Skip(10 * MostFiles))
            .Concat(files.Where(file => file.Extension == ".part")).Where(file => file.LastWriteTimeUtc < yesterday))
        {
            try
            {
                file.Delete();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // In use; another time.
            }
        }
    }

    private static void TouchQuietly(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, DateTime.UtcNow);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A cache that is only read.
        }
    }
}
