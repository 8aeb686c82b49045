using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using System.Text;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;

namespace TransferLearning;

/// <summary>
/// Decoded and resized pictures in one memory-mapped file, uint8, N×H×W×3: decoding is paid once, not once an epoch. The file's name is a hash of
/// the pictures' contents and of the settings, so a changed picture is noticed and a moved folder is not decoded again.
/// </summary>
public sealed class PixelCache : IDisposable
{
    // Raise when the way pixels are made changes: old files are then no longer found.
    private const int Version = 1;
    private const int HeaderBytes = 16;

    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly Dictionary<string, int> rows = new(StringComparer.Ordinal);
    private readonly long pixelsStart;

    private PixelCache(string path, IReadOnlyList<Picture> pictures, int imageSize)
    {
        Path = path;
        ImageSize = imageSize;
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, mapName: null, capacity: 0, MemoryMappedFileAccess.Read);
        view = file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        pixelsStart = PixelsStart(pictures.Count);
        var leftOut = new List<LeftOutFile>();
        for (int row = 0; row < pictures.Count; row++)
        {
            if (view.ReadByte(HeaderBytes + row) == 1)
            {
                rows[pictures[row].Path] = row;
            }
            else
            {
                leftOut.Add(new LeftOutFile(pictures[row].Path, WhyUndecodable(pictures[row].Path, imageSize)));
            }
        }

        LeftOut = leftOut;
    }

    /// <summary>Folder of the cache files: <c>TRANSFER_LEARNING_CACHE</c>, or a folder of the user's local application data.</summary>
    public static string DefaultDirectory =>
        Environment.GetEnvironmentVariable("TRANSFER_LEARNING_CACHE") is { Length: > 0 } chosen
            ? chosen
            : System.IO.Path.Combine(
                Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
                "transfer-learning",
                "pixels");

    /// <summary>The cache file.</summary>
    public string Path { get; }

    /// <summary>Width and height of the stored pictures, in pixels.</summary>
    public int ImageSize { get; }

    /// <summary>Bytes of one stored picture: height × width × 3.</summary>
    public int PictureBytes => ImageSize * ImageSize * 3;

    /// <summary>Pictures whose header could be read but whose pixels could not; they are left out of batches.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut { get; }

    /// <summary>Finds the cache file of these pictures, or decodes them into a new one on all cores.</summary>
    /// <param name="pictures">The pictures, in the order of their rows.</param>
    /// <param name="imageSize">Width and height in pixels; pictures are stretched to it (triangle filter, as Pillow's BILINEAR).</param>
    /// <param name="directory">Where cache files lie; <see cref="DefaultDirectory"/> by default.</param>
    /// <param name="progress">Told about every few pictures.</param>
    /// <param name="cancellation">Stops decoding; nothing half-made is left.</param>
    public static PixelCache Open(
        IReadOnlyList<Picture> pictures,
        int imageSize,
        string? directory = null,
        IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        directory ??= DefaultDirectory;
        Directory.CreateDirectory(directory);
        string path = System.IO.Path.Combine(directory, $"{KeyOf(pictures, imageSize)}-{imageSize}px.pixels");
        if (!IsComplete(path, pictures.Count, imageSize))
        {
            Write(path, pictures, imageSize, progress, cancellation);
        }

        return new PixelCache(path, pictures, imageSize);
    }

    /// <summary>Whether the picture's pixels are here.</summary>
    public bool Contains(Picture picture) => rows.ContainsKey(picture.Path);

    /// <summary>Copies one picture's pixels, H×W×3, RGB.</summary>
    /// <param name="picture">A picture that is here.</param>
    /// <param name="destination">At least <see cref="PictureBytes"/> long.</param>
    public void CopyPixels(Picture picture, Span<byte> destination) =>
        view.SafeMemoryMappedViewHandle.ReadSpan((ulong)(pixelsStart + (long)rows[picture.Path] * PictureBytes), destination[..PictureBytes]);

    /// <inheritdoc/>
    public void Dispose()
    {
        view.Dispose();
        file.Dispose();
    }

    /// <summary>Decodes and resizes one picture as the cache does.</summary>
    /// <returns>H×W×3, RGB.</returns>
    internal static byte[] Decode(Stream stream, int imageSize)
    {
        using Image<Rgb24> image = Image.Load<Rgb24>(stream);
        image.Mutate(context => context.AutoOrient().Resize(imageSize, imageSize, KnownResamplers.Triangle));
        byte[] pixels = new byte[imageSize * imageSize * 3];
        image.CopyPixelDataTo(pixels);
        return pixels;
    }

    private static string KeyOf(IReadOnlyList<Picture> pictures, int imageSize)
    {
        byte[][] hashes = [.. pictures.AsParallel().AsOrdered().Select(picture =>
        {
            try
            {
                using FileStream stream = File.OpenRead(picture.Path);
                return SHA256.HashData(stream);
            }
            catch (Exception exception) when (PictureErrors.IsExpected(exception))
            {
                return [];   // gone since the folder was looked through; it will be left out
            }
        })];
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        all.AppendData(Encoding.ASCII.GetBytes($"pixels version {Version}, {imageSize} px, triangle, stretched"));
        foreach (byte[] hash in hashes)
        {
            all.AppendData(hash);
        }

        return Convert.ToHexStringLower(all.GetHashAndReset().AsSpan(0, 12));
    }

    // Flags of readable pictures stand between header and pixels; pixels begin on a page.
    private static long PixelsStart(int count) => (HeaderBytes + count + 4095L) / 4096 * 4096;

    private static bool IsComplete(string path, int count, int imageSize)
    {
        var info = new FileInfo(path);
        return info.Exists && info.Length == PixelsStart(count) + (long)count * imageSize * imageSize * 3;
    }

    private static void Write(
        string path, IReadOnlyList<Picture> pictures, int imageSize, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        // Written beside and renamed: a stopped run leaves no half-filled cache behind, and two runs at once do not meet.
        string temporary = $"{path}.{Environment.ProcessId}-{Guid.NewGuid():N}.part";
        long pixelsStart = PixelsStart(pictures.Count);
        int pictureBytes = imageSize * imageSize * 3, done = 0;
        var clock = Stopwatch.StartNew();
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, preallocationSize: pixelsStart + (long)pictures.Count * pictureBytes))
            {
                byte[] start = new byte[pixelsStart];
                BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(0), Version);
                BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(4), pictures.Count);
                BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(8), imageSize);
                Parallel.For(0, pictures.Count, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, row =>
                {
                    byte[]? pixels = TryDecode(pictures[row].Path, imageSize, out _);
                    start[HeaderBytes + row] = pixels is null ? (byte)0 : (byte)1;
                    RandomAccess.Write(handle, pixels ?? new byte[pictureBytes], pixelsStart + (long)row * pictureBytes);
                    int now = Interlocked.Increment(ref done);
                    if (now % 32 == 0 || now == pictures.Count)
                    {
                        progress?.Report(new StepProgress("decoding pictures", now, pictures.Count, clock.Elapsed));
                    }
                });
                RandomAccess.Write(handle, start, 0);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static byte[]? TryDecode(string path, int imageSize, out string? reason)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            reason = null;
            return Decode(stream, imageSize);
        }
        catch (Exception exception) when (PictureErrors.IsExpected(exception))
        {
            reason = PictureErrors.Describe(exception);
            return null;
        }
    }

    private static string WhyUndecodable(string path, int imageSize)
    {
        TryDecode(path, imageSize, out string? reason);
        return reason ?? "could not be decoded when the cache was made";
    }
}
