using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace TransferLearning.Tests.Models;

/// <summary>Writes pickles by hand, for files that PyTorch would never write.</summary>
internal sealed class HandMadePickle
{
    private readonly List<byte> bytes = [];

    public static HandMadePickle Begin() => new HandMadePickle().Raw(0x80, 2);

    public HandMadePickle Raw(params byte[] more)
    {
        bytes.AddRange(more);
        return this;
    }

    public HandMadePickle Raw(string letters) => Raw(Encoding.Latin1.GetBytes(letters));

    public HandMadePickle Repeat(int times, string letters) => Raw(string.Concat(Enumerable.Repeat(letters, times)));

    public HandMadePickle Text(string text)
    {
        byte[] encoded = Encoding.UTF8.GetBytes(text);
        Raw((byte)'X');
        Raw(BitConverter.GetBytes(encoded.Length));
        return Raw(encoded);
    }

    public HandMadePickle Integer(long value)
    {
        Raw(0x8a, 8);
        return Raw(BitConverter.GetBytes(value));
    }

    public HandMadePickle Integers(params long[] values)
    {
        Raw("(");
        foreach (long value in values)
        {
            Integer(value);
        }

        return Raw("t");
    }

    public HandMadePickle Storage(string kind, string key, long count)
    {
        Raw("(").Text("storage").Raw($"ctorch\n{kind}Storage\n").Text(key).Text("cpu").Integer(count);
        return Raw("tQ");
    }

    /// <summary>A float tensor.</summary>
    public HandMadePickle Tensor(long stored, long offset, long[] shape, long[] strides, string key = "0") =>
        Raw("ctorch._utils\n_rebuild_tensor_v2\n(").Storage("Float", key, stored).Integer(offset).Integers(shape).Integers(strides)
            .Raw(0x89).Raw("ccollections\nOrderedDict\n)RtR");

    /// <summary>A dictionary of one tensor, complete.</summary>
    public static byte[] OneTensor(long stored, long offset, long[] shape, long[] strides) =>
        Begin().Raw("}").Text("weight").Tensor(stored, offset, shape, strides).Raw("s").End();

    public byte[] End()
    {
        Raw(".");
        return [.. bytes];
    }

    /// <summary>The zip archive around a pickle; storage "0" has the given numbers.</summary>
    public static byte[] Zip(byte[] pickle, params float[] numbers) => Zip(pickle, [numbers]);

    /// <summary>The same with several storages, "0", "1" and so on.</summary>
    public static byte[] Zip(byte[] pickle, IReadOnlyList<float[]> storages)
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add("archive/data.pkl", pickle);
            for (int i = 0; i < storages.Count; i++)
            {
                Add($"archive/data/{i}", [.. storages[i].SelectMany(BitConverter.GetBytes)]);
            }

            void Add(string name, byte[] contents)
            {
                using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(contents);
            }
        }

        return file.ToArray();
    }

    /// <summary>The legacy file around a pickle; storage "0" has the given numbers.</summary>
    public static byte[] Legacy(byte[] pickle, params float[] numbers)
    {
        byte[] count = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(count, numbers.Length);
        return
        [
            .. Begin().Raw(0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19).End(),
            .. Begin().Integer(1001).End(),
            .. Begin().Raw("}").Text("little_endian").Raw(0x88).Raw("s").End(),
            .. pickle,
            .. Begin().Raw("]").Text("0").Raw("a").End(),
            .. count,
            .. numbers.SelectMany(BitConverter.GetBytes),
        ];
    }
}
