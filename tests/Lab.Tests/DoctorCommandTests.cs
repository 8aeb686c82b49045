namespace Lab.Tests;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task The_doctor_names_what_is_in_use_and_tests_it()
    {
        (int status, string output, string error) = await CapturedConsole.RunAsync("doctor", "--device", "cpu");

        Assert.True(status == 0, error);
        Assert.All(new[] { "build", "engine", "device", "vectors", "memory", "SDK", "self-test", "GFLOP/s" }, text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tpu", "no device \"tpu\"")]
    [InlineData("cuda:99", "\"cuda:99\"")]
    public async Task A_device_that_is_not_there_is_told_in_one_sentence(string device, string said)
    {
        (int status, _, string error) = await CapturedConsole.RunAsync("doctor", "--device", device);

        Assert.Equal(2, status);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }
}
