using System.Buffers.Binary;
using System.Text;

namespace TransferLearning.Tests.Models;

/// <summary>Small files that claim to hold two gigabytes: refused with a sentence before room for that is made.</summary>
public sealed class WeightsTooLargeTests : IDisposable
{
    private const int Numbers = 500_000_000, LargestAllocation = 1_000_000;
    private const long Bytes = 4L * Numbers;
    private const uint DirectoryMark = 0x02014b50;
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Claims() => ["zip, the pickle", "zip, the directory", "zip, both", "legacy, the pickle", "legacy, the storage", "legacy, both", "safetensors, the header", "safetensors, the tensor"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Claims))]
    public void Two_gigabytes_that_are_not_there_are_not_reserved(string claim)
    {
        string path = folder.File("weights.bin");
        File.WriteAllBytes(path, Lying(claim));

        long before = GC.GetAllocatedBytesForCurrentThread();
        UserMistakeException mistake = Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, LargestAllocation);
        Assert.Contains(path, mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mistake.Message);
    }

    private static byte[] Lying(string claim)
    {
        bool inPickle = claim.EndsWith("pickle", StringComparison.Ordinal) || claim.EndsWith("both", StringComparison.Ordinal);
        long count = inPickle ? Numbers : 6;
        byte[] pickle = HandMadePickle.OneTensor(count, 0, [count], [1]);
        return claim switch
        {
            "zip, the pickle" => HandMadePickle.Zip(pickle, 0, 1, 2, 3, 4, 5),
            "zip, the directory" or "zip, both" => WithLongerRecords(HandMadePickle.Zip(pickle, 0, 1, 2, 3, 4, 5)),
            "legacy, the pickle" => HandMadePickle.Legacy(pickle, 0, 1, 2, 3, 4, 5),
            "legacy, the storage" or "legacy, both" => WithLongerStorage(HandMadePickle.Legacy(pickle, 0, 1, 2, 3, 4, 5)),
            "safetensors, the header" => [.. BitConverter.GetBytes(Bytes), .. "{}      "u8],
            _ => WithHeader($$$"""{"weight":{"dtype":"F32","shape":[{{{Numbers}}}],"data_offsets":[0,{{{Bytes}}}]}}"""),
        };
    }

    /// <summary>Every record of the directory is said to have two gigabytes, packed and unpacked.</summary>
    private static byte[] WithLongerRecords(byte[] zip)
    {
        for (int i = 0; i < zip.Length - 28; i++)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(zip.AsSpan(i)) == DirectoryMark)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(i + 20), (uint)Bytes);
                BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(i + 24), (uint)Bytes);
            }
        }

        return zip;
    }

    /// <summary>The count of numbers stands before them, at the end.</summary>
    private static byte[] WithLongerStorage(byte[] file)
    {
        BinaryPrimitives.WriteInt64LittleEndian(file.AsSpan(file.Length - (6 * sizeof(float)) - sizeof(long)), Numbers);
        return file;
    }

    private static byte[] WithHeader(string json) => [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(json)), .. Encoding.UTF8.GetBytes(json), .. new byte[8]];
}
