using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Models;

/// <summary>Files that lie, break off, or ask for more than tensors: always one sentence, nothing run, nothing large allocated.</summary>
public sealed class WeightsHostileTests : IDisposable
{
    private const long LargeBytes = 8_000_000;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string, string> Forbidden() => new()
    {
        { "cos\nsystem\n(X\u0004\0\0\0truetR.", "os.system" },
        { "cposix\nsystem\n(X\u0004\0\0\0truetR.", "posix.system" },
        { "cbuiltins\neval\n(X\u0001\0\0\01tR.", "builtins.eval" },
        { "c__builtin__\neval\n(X\u0001\0\0\01tR.", "__builtin__.eval" },
        { "X\u0002\0\0\0osX\u0006\0\0\0system\u0093)R.", "os.system" },
        { "}X\u0001\0\0\0acos\nsystem\ns.", "os.system" },
        { "cnumpy.core.multiarray\n_reconstruct\n)R.", "numpy.core.multiarray._reconstruct" },
        { "ctorch\nload\n)R.", "torch.load" },
        { "ccollections\nOrderedDict.__reduce__\n)R.", "collections.OrderedDict.__reduce__" },
        { "ctorch\n\u001b[31mred\n.", "torch.?[31mred" },
        { "ctorch\nFloatStorage\n)R.", "calls torch.FloatStorage" },
        { "(X\u0004\0\0\0trueios\nsystem\n.", "operation 0x69" },
        { "(cos\nsystem\no.", "os.system" },
        { "ccollections\nOrderedDict\n)\u0081.", "operation 0x81" },
        { "\u0082\u0001.", "operation 0x82" },
        { "Pstorage\n.", "operation 0x50" },
    };

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Anything_but_tensors_is_refused_by_its_name(string pickle, string name)
    {
        byte[] bytes = [0x80, 2, .. pickle.Select(letter => (byte)letter)];
        Assert.Contains(name, Refusal(HandMadePickle.Zip(bytes)), StringComparison.Ordinal);
        Assert.Contains(name, Refusal(HandMadePickle.Legacy(bytes)), StringComparison.Ordinal);
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

    [Theory]
    [InlineData(6, 0, new long[] { 7 }, new long[] { 1 }, "out of its storage")]
    [InlineData(6, 5, new long[] { 2 }, new long[] { 1 }, "out of its storage")]
    [InlineData(6, -1, new long[] { 2 }, new long[] { 1 }, "out of its storage")]
    [InlineData(6, long.MaxValue, new long[] { 2 }, new long[] { 1 }, "out of its storage")]
    [InlineData(6, 0, new long[] { 2, 2 }, new long[] { 5, 1 }, "out of its storage")]
    [InlineData(6, 0, new long[] { 2, 2 }, new long[] { 1, 1 }, "overlaps itself")]
    [InlineData(6, 0, new long[] { 1000000000 }, new long[] { 0 }, "overlaps itself")]
    [InlineData(6, 0, new long[] { 2, 3 }, new long[] { 2, 1 }, "overlaps itself")]
    [InlineData(6, 0, new long[] { 2 }, new long[] { -1 }, "sizes or strides")]
    [InlineData(6, 0, new long[] { -2 }, new long[] { 1 }, "sizes or strides")]
    [InlineData(6, 0, new long[] { long.MaxValue }, new long[] { 1 }, "sizes or strides")]
    [InlineData(6, 0, new long[] { 2147483647, 2147483647, 2147483647 }, new long[] { 2147483647, 2147483647, 1 }, "overlaps itself")]
    [InlineData(6, 0, new long[] { 2, 3 }, new long[] { 1 }, "2 sizes but 1 strides")]
    [InlineData(7, 0, new long[] { 6 }, new long[] { 1 }, null)]
    [InlineData(500000000, 0, new long[] { 500000000 }, new long[] { 1 }, null)]
    [InlineData(long.MaxValue, 0, new long[] { 2000000000, 2000000000 }, new long[] { 2000000000, 1 }, null)]
    [InlineData(-1, 0, new long[] { 6 }, new long[] { 1 }, "describes a storage")]
    public void Tensors_that_do_not_fit_are_refused(long stored, long offset, long[] shape, long[] strides, string? reason)
    {
        byte[] pickle = HandMadePickle.OneTensor(stored, offset, shape, strides);
        Assert.Contains(reason ?? "not all in it", Refusal(HandMadePickle.Zip(pickle, 0, 1, 2, 3, 4, 5)), StringComparison.Ordinal);
        Assert.Contains(reason ?? "not as long as", Refusal(HandMadePickle.Legacy(pickle, 0, 1, 2, 3, 4, 5)), StringComparison.Ordinal);
    }

    public static TheoryData<string> Bombs() => ["nesting", "marks", "tuples", "memo", "long text", "longer text", "long integer", "frame", "doubling", "long line", "pairs", "views"];

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Bombs_are_refused_before_they_cost_anything(string kind)
    {
        byte[] pickle = kind switch
        {
            "nesting" => HandMadePickle.Begin().Repeat(500_000, "]").Repeat(499_999, "a").End(),
            "marks" => HandMadePickle.Begin().Repeat(3_000_000, "(").End(),
            "tuples" => HandMadePickle.Begin().Raw("N").Repeat(300_000, "2\u0086").End(),
            "memo" => HandMadePickle.Begin().Raw("N").Raw([.. Enumerable.Repeat((byte)0x94, 3_000_000)]).End(),
            "long text" => HandMadePickle.Begin().Raw("X").Raw(0xff, 0xff, 0xff, 0x7f).End(),
            "longer text" => HandMadePickle.Begin().Raw(0x8d).Raw(BitConverter.GetBytes(ulong.MaxValue)).End(),
            "long integer" => HandMadePickle.Begin().Raw(0x8b, 0xff, 0xff, 0xff, 0x7f).End(),
            "frame" => HandMadePickle.Begin().Raw(0x95).Raw(BitConverter.GetBytes(ulong.MaxValue)).Raw("N").End(),
            "doubling" => HandMadePickle.Begin().Raw("]q\0").Repeat(100_000, "(h\0h\0e").End(),
            "long line" => HandMadePickle.Begin().Raw("c").Repeat(100_000, "a").End(),
            "pairs" => Pairs(),
            _ => Views(),
        };
        float[] numbers = kind == "views" ? new float[1_000_000] : [];
        string path = Write(HandMadePickle.Zip(pickle, numbers));

        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<UserMistakeException>(() => WeightsFile.Read(path));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, kind is "long text" or "longer text" or "long integer" or "long line" or "frame" or "views" ? LargeBytes : 40 * LargeBytes);
    }

    [Theory]
    [MemberData(nameof(WeightsFileTests.Files), MemberType = typeof(WeightsFileTests))]
    public void A_file_cut_off_anywhere_is_refused(string name, string file)
    {
        byte[] whole = WeightsFixtures.Bytes(file);
        for (int length = 0; length < whole.Length; length += 7)
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
        string path = folder.File("mutated.pt");
        for (int trial = 0; trial < 400; trial++)
        {
            byte[] mutated = [.. whole];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            File.WriteAllBytes(path, mutated);
            try
            {
                IReadOnlyDictionary<string, Tensor> tensors = WeightsFile.Read(path);
                if (hasChecksums)
                {
                    WeightsFixtures.AssertExpected(name, tensors);
                }

                Assert.NotEmpty(tensors);
                WeightsFixtures.Dispose(tensors);
            }
            catch (UserMistakeException mistake)
            {
                Assert.DoesNotContain('\n', mistake.Message);
            }
        }
    }

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
