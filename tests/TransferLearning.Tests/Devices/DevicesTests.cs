using TorchSharp;

namespace TransferLearning.Tests;

public sealed class DevicesTests
{
    [Fact]
    public void Automatic_is_a_gpu_where_there_is_one_and_the_processor_otherwise() =>
        Assert.Equal(torch.cuda.is_available() ? "cuda:0" : "cpu", Devices.Open().ToString());

    [Theory]
    [InlineData("cpu")]
    [InlineData(" CPU ")]
    public void The_processor_can_be_named(string setting) => Assert.Equal(DeviceType.CPU, Devices.Open(setting).type);

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:0:1")]
    [InlineData("")]
    public void What_is_no_device_is_named_with_what_there_is(string setting)
    {
        var mistake = Assert.Throws<UserMistakeException>(() => Devices.Open(setting));

        Assert.Contains($"\"{setting}\"", mistake.Message, StringComparison.Ordinal);
        Assert.Contains("\"auto\", \"cpu\", \"cuda\"", mistake.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gpu_that_is_not_there_is_refused_with_the_reason()
    {
        var mistake = Assert.Throws<UserMistakeException>(() => Devices.Open("cuda:99"));

        Assert.Contains("\"cuda:99\"", mistake.Message, StringComparison.Ordinal);
    }
}
