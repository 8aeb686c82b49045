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
    [InlineData("cuda:1")]
    [InlineData("")]
    public void What_is_no_device_is_named_with_what_there_is(string device)
    {
        string message = Assert.Throws<UserMistakeException>(() => Devices.Open(device)).Message;

        Assert.Contains($"\"{device}\"", message, StringComparison.Ordinal);
        Assert.Contains("\"auto\", \"cpu\" or \"cuda\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gpu_is_opened_or_refused_with_the_reason()
    {
        if (Devices.WhyNotCuda() is not { } reason)
        {
            Assert.Equal("cuda:0", Devices.Open("cuda").ToString());
            return;
        }

        string message = Assert.Throws<UserMistakeException>(() => Devices.Open("cuda")).Message;
        Assert.Contains("\"cuda\"", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
    }
}
