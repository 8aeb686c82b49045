using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Where to compute.</summary>
public static class Devices
{
    /// <summary>"auto" (the first CUDA GPU, else the CPU), "cpu", "cuda:0"; in a notebook this must come before any tensor.</summary>
    public static Device Open(string device = "auto") => throw new NotImplementedException();
    /// <summary>In a sentence: why CUDA is not used; null when it is.</summary>
    public static string? WhyNotCuda() => throw new NotImplementedException();
}
