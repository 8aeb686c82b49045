using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.RandomNumbers;

public class RecordedStreamTests
{
    static readonly Dictionary<string, Func<Tensor>> Draws = new()
    {
        ["randn3"] = () => randn(3),
        ["randn15"] = () => randn(15),
        ["randn16"] = () => randn(16),
        ["randn37"] = () => randn(37),
        ["randn_twice"] = () => cat([randn(3), randn(2), randn(18)]),
        ["randn_double7"] = () => randn(7, dtype: float64),
        ["randn_double20"] = () => randn(20, dtype: float64),
        ["rand5"] = () => rand(5),
        ["rand700"] = () => rand(700)[680..],
        ["rand_double4"] = () => rand(4, dtype: float64),
        ["uniform"] = () => empty(9).uniform_(-0.3, 0.7),
        ["normal"] = () => empty(24).normal_(1.5, 0.25),
        ["normal_small"] = () => empty(6).normal_(1.5, 0.25),
        ["randint10"] = () => randint(10, [12L]),
        ["randint_range"] = () => randint(-5, 100000, [8L]),
        ["randperm6"] = () => randperm(6),
        ["randperm50"] = () => randperm(50),
        ["bernoulli_p"] = () => empty(40).bernoulli_(0.3),
        ["bernoulli"] = () => torch.bernoulli(linspace(0, 1, 20)),
        ["mixed"] = () => cat([rand(2), randperm(5).@float(), randn(1), rand(1)]),
    };

    static readonly RecordedDraw[] Cases = JsonSerializer.Deserialize<RecordedDraw[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "random.json")))!;

    public static TheoryData<string> Names => [.. Draws.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_seed_gives_the_numbers_that_PyTorch_gives(string name)
    {
        var cases = Cases.Where(recorded => recorded.name == name).ToArray();
        Assert.NotEmpty(cases);
        foreach (var recorded in cases)
        {
            using var scope = NewDisposeScope();
            manual_seed(recorded.seed);
            Assert.Equal(recorded.bits, Bits(Draws[name]()));
        }
    }

    static long[] Bits(Tensor drawn) => drawn.dtype switch
    {
        ScalarType.Float32 => [.. drawn.data<float>().ToArray().Select(value => (long)BitConverter.SingleToUInt32Bits(value))],
        ScalarType.Float64 => Array.ConvertAll(drawn.data<double>().ToArray(), BitConverter.DoubleToInt64Bits),
        _ => drawn.data<long>().ToArray(),
    };

    public sealed record RecordedDraw(long seed, string name, long[] bits);
}
