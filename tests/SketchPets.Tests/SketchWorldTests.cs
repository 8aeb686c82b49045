using System.Security.Cryptography;

namespace SketchPets.Tests;

public class SketchWorldTests
{
    public static TheoryData<string, string> EveryKind()
    {
        TheoryData<string, string> kinds = [];
        foreach (string kind in SketchWorld.Target.Kinds)
            kinds.Add("target", kind);
        foreach (string kind in SketchWorld.Source.Kinds)
            kinds.Add("source", kind);
        return kinds;
    }

    static SketchWorld World(string name) => name == "target" ? SketchWorld.Target : SketchWorld.Source;

    [Fact]
    public void The_target_world_has_cats_and_dogs() => Assert.Equal(["cat", "dog"], SketchWorld.Target.Kinds);

    [Fact]
    public void The_source_world_has_at_least_thirty_kinds_and_none_of_the_target()
    {
        Assert.True(SketchWorld.Source.Kinds.Distinct().Count() >= 30);
        Assert.Empty(SketchWorld.Source.Kinds.Intersect(SketchWorld.Target.Kinds));
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Every_kind_draws_at_every_size(string world, string kind)
    {
        foreach (int size in (ReadOnlySpan<int>)[32, 57, 96, 256])
        {
            Sketch sketch = World(world).Draw(kind, 5, size);
            Assert.Equal((size, size, 3 * size * size), (sketch.Width, sketch.Height, sketch.Rgb.Length));
            Assert.True(Pictures.Deviation(sketch) > 3, $"{kind} at {size} px is nearly one colour");
        }
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Pictures_of_one_kind_differ(string world, string kind)
    {
        Sketch[] sketches = [.. Enumerable.Range(0, 4).Select(seed => World(world).Draw(kind, seed, 48))];
        for (int i = 1; i < sketches.Length; i++)
            Assert.True(Pictures.Difference(sketches[0], sketches[i]) > 5, $"seeds 0 and {i} look alike");
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void A_picture_drawn_large_and_reduced_looks_like_one_drawn_small(string world, string kind)
    {
        Sketch small = World(world).Draw(kind, 12, 64), large = World(world).Draw(kind, 12, 256);
        double difference = Pictures.Difference(Pictures.Reduce(large, 4), Pictures.Reduce(small, 1));
        Assert.True(difference < 12, $"mean difference {difference:0.0} of 255");
    }

    /// <summary>A drawing's bytes are part of the contract: shipped weights and recorded figures were made from them.</summary>
    [Theory]
    [InlineData("target", "cat", 1, 128, "1a3f9edf36c362644c8ae9909ee22081")]
    [InlineData("target", "dog", 1, 128, "f4528dcea6dfea7b36d2fb103c490ab9")]
    [InlineData("target", "cat", 2026, 96, "4ed19638e6a24b976bad5dabd6c60b81")]
    [InlineData("target", "dog", long.MinValue, 33, "4d6401e030d8154553dce6452915f785")]
    [InlineData("source", "elephant", 7, 96, "b78f7b52ef9c03b93dc345fb994db6ae")]
    [InlineData("source", "bicycle", 8, 96, "077a36fa4d0f7f663cd0d37c957584cb")]
    [InlineData("source", "owl", 9, 96, "2fc83fa2884d5def8c5631facb368e98")]
    public void The_same_seed_gives_the_same_bytes_on_every_machine(string world, string kind, long seed, int size, string hash) =>
        Assert.Equal(hash, Hash(World(world).Draw(kind, seed, size)));

    /// <summary>The shipped weights were pre-trained on these: the first drawing of each kind, in the order of the kinds.</summary>
    [Fact]
    public void The_source_world_is_what_the_shipped_weights_were_trained_on()
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((int index, string kind) in SketchWorld.Source.Kinds.Index())
            all.AppendData(SketchWorld.Source.Draw(kind, (42 * 1_000_000_007L) + index, 96).Rgb);
        Assert.Equal("9a7394f6e62dd3593e13895dec01bcbd", Convert.ToHexStringLower(all.GetHashAndReset())[..32]);
    }

    [Fact]
    public void Drawing_on_many_threads_gives_the_same_bytes()
    {
        byte[][] alone = [.. Enumerable.Range(0, 16).Select(seed => SketchWorld.Target.Draw("dog", seed, 64).Rgb.ToArray())];
        byte[][] together = new byte[16][];
        Parallel.For(0, 16, seed => together[seed] = SketchWorld.Target.Draw("dog", seed, 64).Rgb.ToArray());
        Assert.Equal(alone, together);
    }

    [Fact]
    public void The_same_seed_gives_a_cat_and_a_dog_the_same_surroundings()
    {
        int equal = 0, all = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            ReadOnlySpan<byte> cat = SketchWorld.Target.Draw("cat", seed, 48).Rgb, dog = SketchWorld.Target.Draw("dog", seed, 48).Rgb;
            for (int i = 0; i < cat.Length; i++)
                equal += cat[i] == dog[i] ? 1 : 0;
            all += cat.Length;
        }
        Assert.InRange(equal / (double)all, 0.4, 0.95);
    }

    [Fact]
    public void An_unknown_kind_is_refused_by_name()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => SketchWorld.Target.Draw("cow", 1));
        Assert.Contains("'cow'", error.Message, StringComparison.Ordinal);
        Assert.Contains("cat, dog", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(5000)]
    public void A_size_out_of_range_is_refused(int size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => SketchWorld.Target.Draw("cat", 1, size));

    /// <summary>The first half of the SHA-256, in hexadecimal.</summary>
    static string Hash(Sketch sketch) => Convert.ToHexStringLower(SHA256.HashData(sketch.Rgb))[..32];
}
