namespace TransferLearning.Tests.Diagnosis;

public sealed class CudaDiagnosisTests
{
    // Everything there and in order; each test takes one thing away.
    private static readonly CudaFacts Whole = new()
    {
        Packages = ["TorchSharp/0.107.0", "TorchSharp-cuda-linux/0.107.0", "libtorch-cuda-12.8-linux-x64/2.10.0"],
        HasTorchFiles = true,
        HasCudaFiles = true,
        Folders = ["/somewhere"],
        HasDriver = true,
        DriverCuda = 12_080,
        Gpus = 1,
    };

    [Fact]
    public void The_embedded_build_says_that_it_computes_on_the_processor() =>
        Expect(Whole with { IsEmbedded = true }, "embedded build", "setup --build cuda");

    [Fact]
    public void A_system_without_such_a_build_is_told_first() =>
        Expect(Whole with { IsEmbedded = true, IsSupportedSystem = false }, "no CUDA build of libtorch for this system", "Linux or Windows");

    [Fact]
    public void The_package_without_cuda_is_named() =>
        Expect(Whole with { Packages = ["TorchSharp/0.107.0", "TorchSharp-cpu/0.107.0", "libtorch-cpu-linux-x64/2.10.0"], HasCudaFiles = false }, "TorchSharp-cpu", "-p:Torch=cuda");

    [Fact]
    public void Two_backends_are_one_too_many() =>
        Expect(Whole with { Packages = [.. Whole.Packages, "libtorch-cpu-linux-x64/2.10.0"] }, "Two TorchSharp packages", "Keep one only");

    [Fact]
    public void A_kernel_started_without_the_natives_is_told_where_they_were_looked_for() =>
        Expect(Whole with { HasTorchFiles = false, HasCudaFiles = false }, "/somewhere", "#r");

    [Fact]
    public void A_libtorch_without_its_cuda_part_is_told() =>
        Expect(Whole with { HasCudaFiles = false, Packages = [] }, "without its CUDA part", "setup --build cuda");

    [Fact]
    public void A_missing_driver_is_told() => Expect(Whole with { HasDriver = false, DriverCuda = 0, Gpus = -1 }, "driver is not on this machine", "--gpus all");

    [Fact]
    public void A_driver_that_is_too_old_is_told_with_its_version() => Expect(Whole with { DriverCuda = 11_040 }, "CUDA 11.4", "driver 570");

    [Fact]
    public void A_driver_that_knows_an_older_cuda_12_is_no_cause() =>
        Assert.DoesNotContain("too old", CudaDiagnosis.Of(Whole with { DriverCuda = 12_020 }).Problem, StringComparison.Ordinal);

    [Fact]
    public void A_hidden_gpu_is_told() => Expect(Whole with { Gpus = 0, VisibleDevices = "-1" }, "CUDA_VISIBLE_DEVICES is \"-1\"", "Unset it");

    [Fact]
    public void A_driver_without_a_gpu_is_told() => Expect(Whole with { Gpus = 0 }, "finds no GPU", "nvidia-smi");

    [Fact]
    public void With_everything_there_it_was_asked_for_too_late() => Expect(Whole, "loaded without CUDA", "restart the kernel");

    [Fact]
    public void The_packages_are_read_off_the_file_that_a_build_leaves()
    {
        const string Json = """{"libraries": {"TransferLearning/1.0.0": {"type": "project"}, "TorchSharp-cpu/0.107.0": {"type": "package"}}}""";

        Assert.Equal(["TorchSharp-cpu/0.107.0"], DependencyFile.Read(Json));
    }

    [Fact]
    public void Nothing_is_said_of_cuda_where_nobody_could_expect_it()
    {
        Assert.True(Whole.IsExpected);
        Assert.True((Whole with { HasDriver = false }).IsExpected);
        Assert.True((Whole with { IsEmbedded = true, Packages = [] }).IsExpected);
        Assert.False((Whole with { HasDriver = false, Packages = ["TorchSharp-cpu/0.107.0"] }).IsExpected);
    }

    private static void Expect(CudaFacts facts, string problem, string mend)
    {
        Finding finding = CudaDiagnosis.Of(facts);

        Assert.Contains(problem, finding.Problem, StringComparison.Ordinal);
        Assert.Contains(mend, finding.Mend, StringComparison.Ordinal);
    }
}
