namespace Lab.Tests;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task The_doctor_names_what_is_in_use_and_tests_it()
    {
        (int status, string output, string error) = await CapturedConsole.RunAsync("doctor", "--device", "cpu");

        Assert.True(status == 0, output + error);
        Assert.All(
            ["machine", ".NET 10", "TorchSharp", "libtorch 2.", "device", "gives PyTorch's numbers", "notebook kernel"],
            text => Assert.Contains(text, output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_threads_than_a_container_allows_cores_are_told_with_what_to_set()
    {
        (_, string said) = await ChildProcess.RunAsync(
            isOrdinary: false, new() { ["OMP_NUM_THREADS"] = "2", ["DOTNET_PROCESSOR_COUNT"] = "1" }, "doctor", "--device", "cpu");

        string line = Assert.Single(said.Split('\n'), line => line.StartsWith("! TorchSharp", StringComparison.Ordinal));
        Assert.EndsWith(
            "2 threads, which wait for each other on fewer cores: set the environment variable OMP_NUM_THREADS=1", line.TrimEnd());
    }
}
