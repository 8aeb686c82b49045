using System.Diagnostics;
using System.Security.Cryptography;

namespace TransferLearning;

/// <summary>Computes the SHA-256 of a file, and says how far it is.</summary>
/// <param name="name">What the file is called.</param>
/// <param name="progress">Hears how far it is.</param>
internal sealed class FileHash(string name, IProgress<StepProgress>? progress)
{
    private const int ChunkBytes = 1 << 20;

    /// <summary>Reads the stream to its end; gives 64 hexadecimal digits.</summary>
    public async Task<string> ComputeAsync(Stream stream, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var clock = Stopwatch.StartNew();
        byte[] chunk = new byte[ChunkBytes];
        int count;
        while ((count = await stream.ReadAsync(chunk, cancellation)) > 0)
        {
            hash.AppendData(chunk, 0, count);
            progress?.Report(new StepProgress($"checking {name}", stream.Position, stream.Length, clock.Elapsed));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The same for a file.</summary>
    public async Task<string> ComputeAsync(string path, CancellationToken cancellation)
    {
        await using FileStream file = File.OpenRead(path);
        return await ComputeAsync(file, cancellation);
    }
}
