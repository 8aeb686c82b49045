using TorchSharp;
using static TorchSharp.torch;

namespace Embedded.TorchSharp.Tests.RandomNumbers;

public class GeneratorTests
{
    [Fact]
    public void A_stream_goes_on_from_a_state_that_was_kept()
    {
        using var scope = NewDisposeScope();
        var generator = new Generator(7);
        _ = randn(3, generator: generator);
        var state = generator.get_state();
        Assert.Equal([5056L], state.shape);
        var first = randn(700, generator: generator).data<float>().ToArray().Concat(randn(3, generator: generator).data<float>()).ToArray();
        generator.set_state(state);
        Assert.Equal(first, randn(700, generator: generator).data<float>().ToArray().Concat(randn(3, generator: generator).data<float>()));
        Assert.Equal(7, generator.initial_seed());
    }

    [Fact]
    public void A_generator_of_its_own_leaves_the_default_stream_alone()
    {
        using var scope = NewDisposeScope();
        manual_seed(3);
        var expected = rand(4).data<float>().ToArray();
        manual_seed(3);
        _ = rand(10, generator: new Generator(1));
        Assert.Equal(expected, rand(4).data<float>().ToArray());
        Assert.Equal(3, initial_seed());
    }

    [Fact]
    public void A_channels_last_tensor_is_filled_in_logical_order()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var plain = empty(2, 3, 4, 4).normal_();
        manual_seed(5);
        var channelsLast = Tensor.Empty([2, 3, 4, 4], ScalarType.Float32, Layout.ChannelsLast).normal_();
        Assert.Equal(plain, channelsLast);
    }
}
