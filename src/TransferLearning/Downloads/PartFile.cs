using System.Net.Http.Headers;

namespace TransferLearning;

/// <summary>
/// The part of a file that has arrived so far, in "NAME.part" beside the place where it will be. "NAME.part.version" keeps what the server called
/// this version of the file, so that the rest of another version is never put behind it.
/// </summary>
internal sealed class PartFile : IDisposable
{
    private readonly FileStream stream;
    private readonly string path;

    private PartFile(string path, FileStream stream)
    {
        this.path = path;
        this.stream = stream;
        stream.Position = stream.Length;
    }

    /// <summary>How many bytes have arrived.</summary>
    public long Length => stream.Position;

    /// <summary>Opens or makes it; nobody else can meanwhile.</summary>
    /// <param name="target">Where the whole file will be.</param>
    /// <exception cref="UserMistakeException">Another program has it open, or the folder cannot be written.</exception>
    public static PartFile Open(string target)
    {
        string path = target + ".part";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            return new PartFile(path, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserMistakeException($"{path} cannot be written, perhaps because another program fetches the same file: {exception.Message}", exception);
        }
    }

    /// <summary>What the server called this version, as If-Range wants it; null when unknown.</summary>
    public RangeConditionHeaderValue? Version
    {
        get
        {
            string noted = File.Exists(VersionPath) ? File.ReadAllText(VersionPath) : "";
            return EntityTagHeaderValue.TryParse(noted, out EntityTagHeaderValue? tag) ? new RangeConditionHeaderValue(tag)
                : DateTimeOffset.TryParse(noted, out DateTimeOffset date) ? new RangeConditionHeaderValue(date)
                : null;
        }
    }

    private string VersionPath => path + ".version";

    /// <summary>Begins the file anew.</summary>
    /// <param name="response">The answer that will fill it, if there is one already.</param>
    public void Restart(HttpResponseMessage? response = null)
    {
        stream.SetLength(0);
        string? version = response switch
        {
            { Headers.ETag: { IsWeak: false } tag } => tag.ToString(),
            { Content.Headers.LastModified: { } date } => date.ToString("r"),
            _ => null,
        };
        if (version is null)
        {
            File.Delete(VersionPath);
        }
        else
        {
            File.WriteAllText(VersionPath, version);
        }
    }

    /// <summary>Puts bytes behind those that are there.</summary>
    /// <exception cref="UserMistakeException">The disk is full or gone.</exception>
    public async ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            await stream.WriteAsync(bytes, cancellation);
        }
        catch (IOException exception)
        {
            throw new UserMistakeException($"{path} cannot be written: {exception.Message}", exception);
        }
    }

    /// <summary>The SHA-256 of what has arrived.</summary>
    public async Task<string> HashAsync(FileHash hash, CancellationToken cancellation)
    {
        await stream.FlushAsync(cancellation);
        stream.Position = 0;
        return await hash.ComputeAsync(stream, cancellation);
    }

    /// <summary>Gives the whole file its name.</summary>
    public void Land(string target)
    {
        stream.Dispose();
        File.Move(path, target);
        File.Delete(VersionPath);
    }

    /// <summary>Throws away what has arrived.</summary>
    public void Delete()
    {
        stream.Dispose();
        File.Delete(path);
        File.Delete(VersionPath);
    }

    public void Dispose() => stream.Dispose();
}
