using Lab.Setup;
using TransferLearning;

namespace Lab.Tests.Setup;

public sealed class BuildChooserTests
{
    private const string NoPackage = "NU1101: Unable to find package TorchSharp-cpu.";

    private static readonly MachineFacts WithGpu = new("linux-x64", "NVIDIA H200, 570.86"), WithoutGpu = new("linux-x64", null);

    [Fact]
    public void A_gpu_and_a_feed_give_the_packages_with_cuda()
    {
        BuildChoice choice = Choose(WithGpu, _ => null);

        Assert.Equal(LabBuild.Cuda, choice.Build);
        Assert.Contains("NVIDIA H200", choice.Reasons[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_gpu_the_packages_compute_on_the_processor_and_cuda_is_not_even_asked_for()
    {
        var asked = new List<LabBuild>();
        BuildChoice choice = Choose(WithoutGpu, build =>
        {
            asked.Add(build);
            return null;
        });

        Assert.Equal(LabBuild.Cpu, choice.Build);
        Assert.Equal([LabBuild.Cpu], asked);
        Assert.Contains("no NVIDIA GPU", choice.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_feed_without_the_cuda_packages_still_gives_the_others()
    {
        BuildChoice choice = Choose(WithGpu, build => build == LabBuild.Cuda ? NoPackage : null);

        Assert.Equal(LabBuild.Cpu, choice.Build);
    }

    [Fact]
    public void Without_a_feed_the_embedded_editions_are_taken_and_the_reason_is_told()
    {
        BuildChoice choice = Choose(WithoutGpu, _ => NoPackage);

        Assert.Equal(LabBuild.Embedded, choice.Build);
        Assert.Contains(choice.Reasons, reason => reason.Contains(NoPackage, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("linux-arm64")]
    [InlineData("linux-musl-x64")]
    [InlineData("osx-x64")]
    public void A_system_that_libtorch_is_not_published_for_asks_no_feed(string system)
    {
        BuildChoice choice = Choose(new MachineFacts(system, null), _ => throw new InvalidOperationException("The feed was asked."));

        Assert.Equal(LabBuild.Embedded, choice.Build);
        Assert.Contains($"not published for {system}", choice.Reasons[0], StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_built_and_does_not_work_is_not_chosen_again()
    {
        var chooser = new BuildChooser(WithGpu, _ => null);
        chooser.RuleOut(LabBuild.Cuda, "It does not work here.");
        Assert.Equal(LabBuild.Cpu, chooser.Choose(null).Build);

        chooser.RuleOut(LabBuild.Cpu, "It does not work here.");
        BuildChoice choice = chooser.Choose(null);
        Assert.Equal(LabBuild.Embedded, choice.Build);
        Assert.Equal("Not the published packages on the CPU: It does not work here.", choice.Reasons[1]);
        Assert.Equal(LabBuild.Cpu, chooser.Choose(LabBuild.Cpu).Build);
    }

    [Fact]
    public void What_is_asked_for_is_taken()
    {
        Assert.Equal(LabBuild.Embedded, Choose(WithGpu, _ => null, LabBuild.Embedded).Build);
        Assert.Equal(LabBuild.Cpu, Choose(WithGpu, _ => null, LabBuild.Cpu).Build);
        BuildChoice cuda = Choose(WithoutGpu, _ => null, LabBuild.Cuda);
        Assert.Equal(LabBuild.Cuda, cuda.Build);
        Assert.Contains("without one it computes on the CPU", cuda.Reasons[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_asked_for_and_cannot_be_had_is_refused_with_the_reason()
    {
        var noFeed = Assert.Throws<UserMistakeException>(() => Choose(WithGpu, _ => NoPackage, LabBuild.Cpu));
        var noSystem = Assert.Throws<UserMistakeException>(() => Choose(new MachineFacts("osx-arm64", null), _ => null, LabBuild.Cuda));

        Assert.Contains(NoPackage, noFeed.Message, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", noFeed.Message, StringComparison.Ordinal);
        Assert.Contains("not published for osx-arm64", noSystem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_that_no_build_has_is_told_with_those_there_are() =>
        Assert.Contains("embedded, cpu, cuda", Assert.Throws<UserMistakeException>(() => BuildNames.Named("gpu")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/x/Lab.csproj : error NU1101: Unable to find package TorchSharp-cpu. No packages exist with this id in source(s): feed [/x/TransferLearning.slnx]", "NU1101: Unable to find package TorchSharp-cpu. No packages exist with this id in source(s): feed")]
    [InlineData("C:\\x\\A.cs(3,4): error CS0103: The name 'x' does not exist [C:\\x\\A.csproj]", "CS0103: The name 'x' does not exist")]
    public void The_first_error_is_told_without_file_and_project(string line, string expected) =>
        Assert.Equal(expected, Dotnet.FirstError(["  Determining projects to restore...", line, "error CS0001: another"]));

    private static BuildChoice Choose(MachineFacts machine, Func<LabBuild, string?> tryRestore, LabBuild? wanted = null) => new BuildChooser(machine, tryRestore).Choose(wanted);
}
