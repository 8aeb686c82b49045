using System.Buffers.Binary;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>Files that lie, break off, or ask for more than tensors: always one sentence, nothing run, nothing large allocated.</summary>
public sealed class WeightsHostileTests : IDisposable
{
    private const int Numbers = 500_000_000, LargestAllocation = 1_000_000;
    private const long Bytes = 4L * Numbers;
    private const uint DirectoryMark = 0x02014b50;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("cos\nsystem\n(X\u0004\0\0\0truetR.", "os.system")]
    [InlineData("cposix\nsystem\n(X\u0004\0\0\0truetR.", "posix.system")]
    [InlineData("cbuiltins\neval\n(X\u0001\0\0\01tR.", "builtins.eval")]
    [InlineData("c__builtin__\neval\n(X\u0001\0\0\01tR.", "__builtin__.eval")]
    [InlineData("X\u0002\0\0\0osX\u0006\0\0\0system\u0093)R.", "os.system")]
    [InlineData("}X\u0001\0\0\0acos\nsystem\ns.", "os.system")]
    [InlineData("(X\u0004\0\0\0trueios\nsystem\n.", "os.system")]
    [InlineData("(cos\nsystem\no.", "os.system")]
    [InlineData("cnumpy.core.multiarray\n_reconstruct\n)R.", "numpy.core.multiarray._reconstruct")]
    [InlineData("cos\n\u001b[31mred\n)R.", "os.?[31mred")]
    [InlineData("ctorch\nload\n(X\u0001\0\0\01tR.", "torch.load")]
    public void Anything_but_tensors_is_refused_by_its_name(string pickle, string name)
    {
        byte[] bytes = [0x80, 2, .. pickle.Select(letter => (byte)letter)];
        Assert.Contains(name, Refusal(HandMadePickle.Zip(bytes)), StringComparison.Ordinal);
        Assert.Contains(name, Refusal(HandMadePickle.Legacy(bytes)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_was_pickled_whole_is_refused_by_its_name()
    {
        byte[] pickle = HandMadePickle.Begin().Raw("c__main__\nNet\n)\u0081}").Text("_modules").Raw("}sb").End();

        Assert.Contains("__main__.Net", Refusal(HandMadePickle.Zip(pickle)), StringComparison.Ordinal);
    }

    [Fact]
    public void An_honest_file_made_by_hand_is_read()
    {
        byte[] pickle = HandMadePickle.OneTensor(6, 1, [2, 2], [3, 1]);
        foreach (byte[] file in new[] { HandMadePickle.Zip(pickle, 0, 1, 2, 3, 4, 5), HandMadePickle.Legacy(pickle, 0, 1, 2, 3, 4, 5) })
        {
            using Tensor weight = Assert.Single(WeightsFile.Read(Write(file))).Value;
            Assert.Equal([1, 2, 4, 5], weight.data<float>().ToArray());
        }
    }

    [Fact]
    public void A_file_in_the_manner_of_Python_2_and_the_first_PyTorch_is_read()
    {
        // An ordered dictionary of a list of lists, a tensor of four arguments, and a storage that is a view from 1 on, of 4 numbers.
        byte[] pickle = HandMadePickle.Begin().Raw("ccollections\nOrderedDict\n(](](U\u0006weight").Raw("ctorch._utils\n_rebuild_tensor\n(")
            .Raw("(U\u0007storagectorch\nFloatStorage\nU\u00010U\u0003cpuI6\n(U\u0005view1I1\nL4L\nttQ")
            .Raw("I1\n(I2\nt(I2\nttR").Raw("eetR").End();
        using Tensor weight = Assert.Single(WeightsFile.Read(Write(HandMadePickle.Legacy(pickle, 0, 1, 2, 3, 4, 5)))).Value;
        Assert.Equal([2, 4], weight.data<float>().ToArray());
    }

    [Fact]
    public void A_tensor_that_is_one_number_over_and_over_is_read_as_PyTorch_reads_it()
    {
        using Tensor weight = Assert.Single(WeightsFile.Read(WeightsFixtures.At("expanded.pt"))).Value;

        Assert.Equal(new float[1000], weight.data<float>().ToArray());
    }

    [Theory]
    [InlineData(0, new long[] { 7 }, new long[] { 1 }, "damaged")]
    [InlineData(5, new long[] { 2 }, new long[] { 1 }, "damaged")]
    [InlineData(-1, new long[] { 2 }, new long[] { 1 }, "damaged")]
    [InlineData(long.MaxValue, new long[] { 2 }, new long[] { 1 }, "damaged")]
    [InlineData(0, new long[] { 2, 2 }, new long[] { 5, 1 }, "damaged")]
    [InlineData(0, new long[] { 2 }, new long[] { long.MaxValue }, "damaged")]
    [InlineData(0, new long[] { 2, 2 }, new long[] { 1L << 62, 1 }, "damaged")]
    [InlineData(1L << 62, new long[] { 2 }, new long[] { 1 }, "damaged")]
    [InlineData(0, new long[] { 5, 2 }, new long[] { 1L << 60, 1 }, "damaged")]
    [InlineData(0, new long[] { 500000000 }, new long[] { 0 }, "views of far fewer")]
    [InlineData(0, new long[] { 2000000000 }, new long[] { 0 }, "views of far fewer")]
    [InlineData(0, new long[] { 2 }, new long[] { -1 }, "damaged")]
    [InlineData(0, new long[] { -2 }, new long[] { 1 }, "views of far fewer")]
    [InlineData(0, new long[] { long.MaxValue }, new long[] { 1 }, "views of far fewer")]
    [InlineData(0, new long[] { 2147483647, 2147483647, 2147483647 }, new long[] { 0, 0, 0 }, "views of far fewer")]
    [InlineData(0, new long[] { 2, 3 }, new long[] { 1 }, "damaged")]
    public void Tensors_that_do_not_fit_are_refused(long offset, long[] shape, long[] strides, string reason)
    {
        byte[] pickle = HandMadePickle.OneTensor(6, offset, shape, strides);
        Assert.Contains(reason, Refusal(HandMadePickle.Zip(pickle, 0, 1, 2, 3, 4, 5)), StringComparison.Ordinal);
        Assert.Contains(reason, Refusal(HandMadePickle.Legacy(pickle, 0, 1, 2, 3, 4, 5)), StringComparison.Ordinal);
    }

    public static TheoryData<string> Claims() =>
    [
        "zip, the pickle", "zip, the directory", "zip, both", "legacy, the pickle", "legacy, the storage", "legacy, both",
            "safetensors, the header", "safetensors, the tensor",
        "text", "longer text", "integer", "legacy text",
    ];

    [Theory]
    [MemberData(nameof(Claims))]
    public void Two_gigabytes_that_are_not_there_are_not_reserved(string claim)
    {
        string path = Write(Lying(claim));

        long before = GC.GetAllocatedBytesForCurrentThread();
        UserMistakeException mistake = Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, LargestAllocation);
        Assert.Contains(path, mistake.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', mistake.Message);
    }

    [Theory]
    [InlineData("nesting")]
    [InlineData("marks")]
    [InlineData("tuples")]
    [InlineData("doubling")]
    [InlineData("pairs")]
    [InlineData("views")]
    public void Bombs_end_in_a_sentence(string kind)
    {
        byte[] pickle = kind switch
        {
            "nesting" => HandMadePickle.Begin().Repeat(200_000, "]").Repeat(199_999, "a").End(),
            "marks" => HandMadePickle.Begin().Repeat(1_000_000, "(").End(),
            "tuples" => HandMadePickle.Begin().Raw("N").Repeat(200_000, "2\u0086").End(),
            "doubling" => HandMadePickle.Begin().Raw("]q\0").Repeat(100_000, "(h\0h\0e").End(),
            "pairs" => Pairs(),
            _ => Views(),
        };

        Assert.DoesNotContain('\n', Refusal(HandMadePickle.Zip(pickle, kind == "views" ? new float[1_000_000] : [])));
    }

    [Theory]
    [MemberData(nameof(WeightsFileTests.Files), MemberType = typeof(WeightsFileTests))]
    public void A_file_cut_off_anywhere_is_refused(string name, string file)
    {
        byte[] whole = WeightsFixtures.Bytes(file);
        for (int length = 0; length < whole.Length; length += 17)
        {
            string refusal = Refusal(whole[..length]);
            Assert.True(refusal.Contains("again", StringComparison.Ordinal), $"{name} at {length}: {refusal}");
        }
    }

    [Theory]
    [MemberData(nameof(WeightsFileTests.Files), MemberType = typeof(WeightsFileTests))]
    public void A_file_with_changed_bytes_is_refused_or_read_right(string name, string file)
    {
        byte[] whole = WeightsFixtures.Bytes(file);
        bool hasChecksums = !file.Contains("legacy", StringComparison.Ordinal);
        var random = new Random(97);
        for (int trial = 0; trial < 200; trial++)
        {
            byte[] mutated = [.. whole];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            using DisposeScope scope = NewDisposeScope();
            try
            {
                Dictionary<string, Tensor> tensors = WeightsFile.Read(Write(mutated));
                if (hasChecksums)
                {
                    WeightsFixtures.AssertExpected(name, tensors);
                }

                Assert.NotEmpty(tensors);
            }
            catch (UserMistakeException mistake)
            {
                Assert.DoesNotContain('\n', mistake.Message);
            }
        }
    }

    private static byte[] Lying(string claim)
    {
        bool inPickle = claim.EndsWith("the pickle", StringComparison.Ordinal) || claim.EndsWith("both", StringComparison.Ordinal);
        long count = inPickle ? Numbers : 6;
        byte[] pickle = HandMadePickle.OneTensor(count, 0, [count], [1]);
        return claim switch
        {
            "text" => HandMadePickle.Zip(HandMadePickle.Begin().Raw("X").Raw(0xff, 0xff, 0xff, 0x7f).End()),
            "longer text" => HandMadePickle.Zip(HandMadePickle.Begin().Raw(0x8d).Raw(BitConverter.GetBytes(2L << 30)).End()),
            "integer" => HandMadePickle.Zip(HandMadePickle.Begin().Raw(0x8b, 0xff, 0xff, 0xff, 0x7f).End()),
            "legacy text" => HandMadePickle.Legacy(HandMadePickle.Begin().Raw("X").Raw(0xff, 0xff, 0xff, 0x7f).End()),
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

    private static byte[] WithHeader(string json) =>
        [.. BitConverter.GetBytes((long)Encoding.UTF8.GetByteCount(json)), .. Encoding.UTF8.GetBytes(json), .. new byte[8]];

    // One list of many pairs, made into a dictionary again and again: work without bytes.
    private static byte[] Pairs()
    {
        HandMadePickle pickle = HandMadePickle.Begin().Raw("](").Repeat(50_000, "KKK\u0001\u0086");
        pickle.Raw("eq\0");
        return pickle.Repeat(50_000, "ccollections\nOrderedDict\nh\0\u0085R0").End();
    }

    // One storage under many names: memory without bytes.
    private static byte[] Views()
    {
        HandMadePickle pickle = HandMadePickle.Begin().Raw("}");
        for (int i = 0; i < 1000; i++)
        {
            pickle.Text($"weight{i}").Tensor(1_000_000, 0, [1_000_000], [1]).Raw("s");
        }

        return pickle.End();
    }

    private string Write(byte[] contents)
    {
        string path = folder.File("weights.pt");
        File.WriteAllBytes(path, contents);
        return path;
    }

    private string Refusal(byte[] contents) => Assert.Throws<UserMistakeException>(() => WeightsFile.Read(Write(contents))).Message;
}
