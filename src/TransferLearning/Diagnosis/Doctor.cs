using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Says what is in use on this machine, whether it computes rightly, and what to do where something is missing.</summary>
public static class Doctor
{
    /// <summary>Looks around and computes for about a second.</summary>
    /// <param name="device">The device to examine; see <see cref="TrainingOptions.Device"/>.</param>
    /// <exception cref="UserMistakeException">The device was named and is not there; the sentence says why, and the mend.</exception>
    public static Examination Examine(string device = Devices.Automatic)
    {
        bool isEmbedded = EngineFacts.IsEmbedded(typeof(torch).Assembly);
        var facts = new List<KeyValuePair<string, string>>
        {
            new("build", isEmbedded ? "Embedded: the managed editions in src/Embedded" : "NuGet: the published packages"),
            new("engine", EngineFacts.Describe(typeof(torch).Assembly)),
            new("pictures", EngineFacts.Describe(typeof(SixLabors.ImageSharp.Image).Assembly)),
        };
        var findings = new List<Finding>();
        SelfTest? test = null;
        try
        {
            Device opened = Devices.Open(device);
            test = SelfTest.Run(opened);
            facts.Add(new("device", Describe(opened)));
            IReadOnlyList<string> libraries = EngineFacts.TorchLibraries();
            facts.Add(new("native library", isEmbedded ? "none, and none needed" : libraries.Count > 0 ? string.Join(", ", libraries) : "built into the process"));
            facts.Add(new("threads", $"{get_num_threads()} of {Environment.ProcessorCount} cores"));
            if (opened.type == DeviceType.CPU && device == Devices.Automatic && CudaFacts.Gather() is { IsExpected: true } cuda)
            {
                findings.Add(CudaDiagnosis.Of(cuda));
            }
        }
        catch (Exception exception) when (NativeLibraryDiagnosis.IsOf(exception) || NativeLibraryDiagnosis.IsOf(exception.InnerException))
        {
            findings.Add(NativeLibraryDiagnosis.Of(exception));
        }

        facts.Add(new("vectors", EngineFacts.VectorLevel()));
        facts.Add(new("memory", $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0.0} GB"));
        facts.Add(new("machine", EngineFacts.Machine()));
        facts.Add(new("SDK", EngineFacts.Sdk() ?? "none found on the path"));
        facts.Add(new("notebook kernel", EngineFacts.Kernel() ?? "none: an ordinary program"));
        if (test is { IsRight: false })
        {
            findings.Add(new Finding("The self-test failed: results on this machine cannot be relied on.", "Report it with all that stands above."));
        }

        return new Examination(facts, test, findings);
    }

    private static string Describe(Device device) => device.type == DeviceType.CUDA
        ? $"{device}, one of {cuda.device_count()}; TF32 {(backends.cuda.matmul.allow_tf32 ? "on" : "off")}, cuDNN {(cuda.is_cudnn_available() ? "there" : "missing")}"
        : device.ToString();
}
