using TorchSharp;

namespace TransferLearning.Tests.Diagnosis;

public sealed class DoctorTests
{
    [Fact]
    public void The_self_test_gives_the_numbers_of_PyTorch()
    {
        SelfTest test = SelfTest.Run(torch.CPU);

        Assert.True(test.IsRight, test.Problem);
        Assert.InRange(test.GigaFlops, 0.01, 1e6);
    }

    [Fact]
    public void A_wrong_number_is_told_with_its_place()
    {
        Assert.Null(SelfTest.Difference("a sum", [1, 2], [1, 2.001f]));
        Assert.Equal("a sum gives 3 in place 1 where PyTorch gives 2", SelfTest.Difference("a sum", [1, 2], [1, 3]));
        Assert.NotNull(SelfTest.Difference("a sum", [1], [float.NaN]));
    }

    [Fact]
    public void An_examination_names_build_engine_device_and_machine()
    {
        Examination examination = Doctor.Examine("cpu");

        Assert.True(examination.IsWell);
        Assert.Equal(
            ["build", "engine", "pictures", "device", "native library", "threads", "vectors", "memory", "machine", "SDK", "notebook kernel"],
            examination.Facts.Select(fact => fact.Key));
        Assert.All(examination.Facts, fact => Assert.NotEmpty(fact.Value));
        Assert.Contains("TorchSharp", examination.Facts.Single(fact => fact.Key == "engine").Value, StringComparison.Ordinal);
        Assert.Equal("cpu", examination.Facts.Single(fact => fact.Key == "device").Value);
    }

    [Fact]
    public void The_build_is_read_off_the_assembly_itself()
    {
        bool isManaged = typeof(torch).Assembly.GetTypes().All(type => type.Namespace?.Contains("PInvoke", StringComparison.Ordinal) != true);

        Assert.Equal(isManaged, EngineFacts.IsEmbedded(typeof(torch).Assembly));
        Assert.False(EngineFacts.IsEmbedded(typeof(DoctorTests).Assembly));
    }

    [Fact]
    public void Findings_stand_below_the_facts_in_text()
    {
        var examination = new Examination([new("build", "Embedded")], new SelfTest(true, null, 100), [new Finding("No driver.", "Install one.")]);

        string[] lines = examination.ToString().Split(Environment.NewLine);
        Assert.Equal("build              Embedded", lines[0]);
        Assert.StartsWith("self-test          passed", lines[1], StringComparison.Ordinal);
        Assert.Equal(["", "! No driver.", "  Install one."], lines[2..]);
    }

    [Fact]
    public void A_system_that_is_too_old_for_libtorch_is_called_so()
    {
        Finding? finding = NativeLibraryDiagnosis.Of(
            "Unable to load shared library '/x/libLibTorchSharp.so' or one of its dependencies.\n/lib/x86_64-linux-gnu/libstdc++.so.6: version `GLIBCXX_3.4.32' not found (required by /x/libLibTorchSharp.so)\n");

        Assert.Contains("too old for it (libstdc++.so.6 lacks GLIBCXX_3.4.32)", finding!.Problem, StringComparison.Ordinal);
        Assert.Contains("setup --build embedded", finding.Mend, StringComparison.Ordinal);
        Assert.Null(NativeLibraryDiagnosis.Of("libgomp.so.1: cannot open shared object file: No such file or directory"));
        Assert.Null(NativeLibraryDiagnosis.Of((string?)null));
    }
}
