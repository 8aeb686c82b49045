using System.Text.Json;
using Embedded.TorchSharp.Tests.Fixtures;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Embedded.TorchSharp.Tests.Initialisation;

public class InitialValueTests
{
    public static TheoryData<string> Cases => Recorded.Names("init");

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_same_seed_gives_PyTorchs_own_numbers(string name)
    {
        JsonElement recorded = Recorded.Named("init", name);
        JsonElement[] expected = [.. recorded.GetProperty("tensors").EnumerateArray()];
        manual_seed(7);
        Tensor[] made = Make(name, Recorded.Longs(expected[0].GetProperty("shape")));
        Assert.Equal(expected.Length, made.Length);
        for (int i = 0; i < made.Length; i++)
        {
            Assert.Equal(Recorded.Longs(expected[i].GetProperty("shape")), made[i].shape);
            Recorded.AssertClose(Recorded.Floats(expected[i].GetProperty("values")), made[i], 1e-6, name);
        }

        Recorded.AssertClose(Recorded.Floats(recorded.GetProperty("next")), rand(3), 1e-6, $"{name}: the numbers drawn next");
    }

    [Fact]
    public void Gains_are_PyTorchs()
    {
        JsonElement gains = Recorded.Root.GetProperty("gains");
        Assert.Equal(gains.GetProperty("linear").GetDouble(), init.calculate_gain(init.NonlinearityType.Linear), 12);
        Assert.Equal(gains.GetProperty("conv2d").GetDouble(), init.calculate_gain(init.NonlinearityType.Conv2D), 12);
        Assert.Equal(gains.GetProperty("sigmoid").GetDouble(), init.calculate_gain(init.NonlinearityType.Sigmoid), 12);
        Assert.Equal(gains.GetProperty("tanh").GetDouble(), init.calculate_gain(init.NonlinearityType.Tanh), 12);
        Assert.Equal(gains.GetProperty("relu").GetDouble(), init.calculate_gain(init.NonlinearityType.ReLU), 12);
        Assert.Equal(gains.GetProperty("leaky_relu 0.3").GetDouble(), init.calculate_gain(init.NonlinearityType.LeakyReLU, 0.3), 12);
    }

    [Fact]
    public void Fan_in_and_fan_out_count_the_window() => Assert.Equal((3L * 25, 8L * 25), init.CalculateFanInAndFanOut(empty(8, 3, 5, 5)));

    static Tensor[] Make(string name, long[] shape)
    {
        switch (name)
        {
            case "Conv2d": return [.. Conv2d(3, 4, 3).parameters()];
            case "Conv2d grouped": return [.. Conv2d(6, 6, 3, groups: 6, bias: false).parameters()];
            case "Linear": return [.. Linear(10, 3).parameters()];
            case "BatchNorm2d": return [.. BatchNorm2d(4).parameters()];
        }

        Tensor t = empty(shape);
        return [name[..name.LastIndexOf(" [", StringComparison.Ordinal)] switch
        {
            "uniform_" => init.uniform_(t, -2, 3),
            "normal_" => init.normal_(t, 1, .5),
            "constant_" => init.constant_(t, .3),
            "zeros_" => init.zeros_(t),
            "ones_" => init.ones_(t),
            "xavier_uniform_" => init.xavier_uniform_(t, 2),
            "xavier_normal_" => init.xavier_normal_(t, .5),
            "kaiming_uniform_" => init.kaiming_uniform_(t),
            "kaiming_normal_" => init.kaiming_normal_(t),
            "kaiming_normal_ fan_out relu" => init.kaiming_normal_(t, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU),
            string other => throw new NotSupportedException(other),
        }];
    }
}
