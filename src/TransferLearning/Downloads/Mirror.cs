using System.Diagnostics;
using System.Security.Cryptography;

namespace TransferLearning;

/// <summary>A folder with copies of official files: a share or a stick in a classroom without network.</summary>
internal static class Mirror
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Copies a file out of a mirror, checks it on the way, and lets it land only if it is right.</summary>
    /// <exception cref="UserMistakeException">The mirror has no such file, or another under that name.</exception>
    public static async Task CopyAsync(OfficialFile file, string mirror, string target, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        string source = Find(file, mirror);
        long length = new FileInfo(source).Length;
        if (file.Bytes is { } bytes && bytes != length)
        {
            throw new UserMistakeException($"{source} has {length:N0} bytes where the official file has {bytes:N0}; put a whole copy into the mirror.");
        }

        FreeSpace.Require(file, target);
        using var part = PartFile.Open(target);
        part.Restart();
        try
        {
            string sha256 = await CopyAsync(file, source, part, progress, cancellation);
            if (!file.Accepts(sha256))
            {
                throw new UserMistakeException($"{source} is not the official file: its SHA-256 begins with {sha256[..8]} instead of {file.Sha256![..8]}; put a right copy into the mirror.");
            }
        }
        catch
        {
            part.Delete();
            throw;
        }

        part.Land(target);
    }

    // Somebody's whole data folder will do as a mirror: there, weights are one folder down.
    private static string Find(OfficialFile file, string mirror)
    {
        string folder = Path.GetFullPath(mirror);
        string[] places = [Path.Combine(folder, file.FileName), Path.Combine(folder, "weights", file.FileName)];
        return Array.Find(places, File.Exists)
            ?? throw new UserMistakeException(Directory.Exists(folder) ? $"There is no {file.FileName} in {folder}." : $"There is no folder {folder}.");
    }

    private static async Task<string> CopyAsync(OfficialFile file, string source, PartFile part, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using FileStream stream = File.OpenRead(source);
        var clock = Stopwatch.StartNew();
        byte[] chunk = new byte[ChunkBytes];
        int count;
        while ((count = await stream.ReadAsync(chunk, cancellation)) > 0)
        {
            hash.AppendData(chunk, 0, count);
            await part.AppendAsync(chunk.AsMemory(0, count), cancellation);
            progress?.Report(new StepProgress($"copying {file.FileName}", stream.Position, stream.Length, clock.Elapsed));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
