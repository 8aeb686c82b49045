using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.Operations;

[Collection(nameof(ThreadCountTests))]
public class LayoutTests
{
    [Fact]
    public void Elementwise_results_keep_the_order_of_their_inputs()
    {
        using var scope = NewDisposeScope();
        var x = Tensor.Empty([2, 3, 4, 5], ScalarType.Float32, Layout.ChannelsLast).fill_(1);
        var scale = ones(1, 3, 1, 1);
        Assert.True((x * scale + 1).relu().IsChannelsLast);
        Assert.True((scale * x).IsChannelsLast);
        Assert.True((x + ones(2, 3, 4, 5)).IsChannelsLast);
        Assert.True((ones(2, 3, 4, 5) + x).IsRowMajor);
        Assert.True((x > 0).IsChannelsLast);
        Assert.True(x.to(uint8).IsChannelsLast);
        Assert.True(x.clone().zeros_like().IsChannelsLast);
        Assert.True(where(x > 0, x, scale).IsChannelsLast);
        Assert.True(x[1..].IsChannelsLast);
        Assert.True(x.index_select(0, tensor(new long[] { 1, 1, 0 })).IsChannelsLast);
        Assert.True(cat([x, x], 1).IsChannelsLast);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Results_do_not_depend_on_the_number_of_threads(int threads)
    {
        using var scope = NewDisposeScope();
        int before = get_num_threads();
        try
        {
            manual_seed(1);
            var x = randn(4, 37, 61, 67, requires_grad: true);
            set_num_threads(1);
            var expected = Run(x);
            set_num_threads(threads);
            Assert.Equal(expected, Run(x));
        }
        finally
        {
            set_num_threads(before);
        }

        static Tensor Run(Tensor x)
        {
            using var inner = NewDisposeScope();
            var y = (x * 2 - x.mean([0, 2, 3], keepdim: true)).sigmoid().exp();
            var summary = cat([y.sum([0, 2, 3]), y.mean([1, 2, 3]), y.sum().reshape(1), y.max().reshape(1)]);
            return summary.MoveToOuterDisposeScope();
        }
    }

    [Fact]
    public void A_long_loop_gives_what_short_ones_give()
    {
        using var scope = NewDisposeScope();
        var x = randn(3, 100_003);
        var whole = (x * 3).exp().sigmoid();
        for (int row = 0; row < 3; row++)
        {
            Assert.Equal((x[row] * 3).exp().sigmoid(), whole[row]);
        }
        var offsets = tensor(new[] { 1f, 2, 3 });
        Assert.Equal(x + offsets.unsqueeze(1), (x.t() + offsets).t());
    }

    [Fact]
    public void Sums_of_many_numbers_round_little()
    {
        using var scope = NewDisposeScope();
        var x = rand(3_000_000) + 1000;
        double exact = x.data<float>().Sum(value => (double)value);
        Assert.Equal(exact, x.sum().item<float>(), exact * 1e-7);
        Assert.Equal(exact, x.reshape(1000, 3000).sum(dim: 0).@double().sum().item<double>(), exact * 1e-7);
    }
}
