namespace TransferLearning;

/// <summary>Where a storage lies in a file.</summary>
/// <param name="Position">First byte.</param>
/// <param name="Length">How many bytes; they are all inside the file.</param>
/// <param name="Checksum">Their CRC-32, if the file notes one.</param>
internal readonly record struct StoredBytes(long Position, long Length, uint? Checksum);
