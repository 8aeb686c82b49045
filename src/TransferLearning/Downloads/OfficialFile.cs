namespace TransferLearning;

/// <summary>A file on a public server, and how to tell that it arrived whole.</summary>
/// <param name="Name">What people call it, such as "mobilenet_v2".</param>
/// <param name="Address">Where it is.</param>
/// <param name="Bytes">How long it is; null when nobody published that.</param>
/// <param name="Sha256">Its SHA-256 in hexadecimal, or the first digits of it where only those are published; null when nothing is.</param>
/// <param name="Description">What it is, in a few words.</param>
public sealed record OfficialFile(string Name, Uri Address, long? Bytes, string? Sha256, string Description)
{
    /// <summary>The file's name in a mirror and here: the server's, unless that says too little ("model.safetensors").</summary>
    public string FileName { get; init; } = Path.GetFileName(Address.LocalPath);

    /// <summary>Whether a file with this SHA-256 is the official one.</summary>
    internal bool Accepts(string sha256) => Sha256 is null || sha256.StartsWith(Sha256, StringComparison.OrdinalIgnoreCase);
}
