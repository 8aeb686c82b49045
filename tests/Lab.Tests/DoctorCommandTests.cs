namespace Lab.Tests;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task The_doctor_names_what_is_in_use_and_tests_it()
    {
        (int status, string output, string error) = await CapturedConsole.RunAsync("doctor", "--device", "cpu");

        Assert.True(status == 0, output + error);
        Assert.All(
            ["machine", "SDK", "TorchSharp", "libtorch 2.", "device", "gives PyTorch's numbers", "notebook kernel"],
            text => Assert.Contains(text, output, StringComparison.Ordinal));
    }
}
