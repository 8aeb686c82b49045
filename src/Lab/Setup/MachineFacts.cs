using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Lab.Setup;

/// <summary>What of a machine decides which build it can have.</summary>
/// <param name="SystemName">Its runtime identifier, such as linux-x64 or linux-musl-arm64.</param>
/// <param name="Gpu">Name and driver of its NVIDIA GPU, as nvidia-smi says; null without one.</param>
internal sealed record MachineFacts(string SystemName, string? Gpu)
{
    // For which systems libtorch is published as a package (TorchSharp 0.107).
    private static readonly string[] CpuSystems = ["linux-x64", "win-x64", "win-arm64", "osx-arm64"], CudaSystems = ["linux-x64", "win-x64"];

    /// <summary>Whether libtorch is published for it.</summary>
    public bool HasCpuPackage => CpuSystems.Contains(SystemName);

    /// <summary>Whether libtorch with CUDA is published for it.</summary>
    public bool HasCudaPackage => CudaSystems.Contains(SystemName);

    /// <summary>Looks at this machine.</summary>
    public static MachineFacts Read() => new(FindSystem(), FindGpu());

    private static string FindSystem()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : OperatingSystem.IsLinux() ? "linux" : "other";
        string library = RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal) ? "-musl" : "";
        return $"{system}{library}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    private static string? FindGpu()
    {
        try
        {
            var start = new ProcessStartInfo("nvidia-smi", ["--query-gpu=name,driver_version", "--format=csv,noheader"]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            string answer = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 && answer.Trim().Length > 0 ? answer.Trim().Split('\n')[0].Trim() : null;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException)
        {
            return null;
        }
    }
}
