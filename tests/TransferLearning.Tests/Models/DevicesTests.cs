using TorchSharp;

namespace TransferLearning.Tests.Models;

public sealed class DevicesTests
{
    [Theory]
    [InlineData("cpu")]
    [InlineData(" CPU ")]
    public void The_processor_can_be_named(string device) => Assert.Equal(DeviceType.CPU, Devices.Open(device).type);

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:0:1")]
    [InlineData("")]
    public void What_is_no_device_is_named_with_what_there_is(string device)
    {
        string message = Assert.Throws<UserMistakeException>(() => Devices.Open(device)).Message;

        Assert.Contains($"\"{device}\"", message, StringComparison.Ordinal);
        Assert.Contains("\"auto\", \"cpu\", \"cuda\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gpu_that_is_not_there_is_refused_with_the_reason()
    {
        string message = Assert.Throws<UserMistakeException>(() => Devices.Open("cuda:99")).Message;

        Assert.Contains("\"cuda:99\"", message, StringComparison.Ordinal);
        Assert.Contains(Devices.WhyNotCuda() ?? "counted from 0", message, StringComparison.Ordinal);
    }
}
