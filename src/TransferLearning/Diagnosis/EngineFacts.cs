using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace TransferLearning;

/// <summary>What the loaded assemblies and this process tell about the build.</summary>
internal static class EngineFacts
{
    private const string EditionKey = "Edition", EmbeddedEdition = "embedded";

    /// <summary>Whether an assembly is a managed edition of src/Embedded rather than the published package: its build says so in its metadata.</summary>
    public static bool IsEmbedded(Assembly assembly) =>
        assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(entry => entry is { Key: EditionKey, Value: EmbeddedEdition });

    /// <summary>Name and version of an assembly, without the commit that a build appends.</summary>
    public static string Describe(Assembly assembly)
    {
        string version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? assembly.GetName().Version?.ToString() ?? "";
        return IsEmbedded(assembly) ? $"{assembly.GetName().Name}, managed edition" : $"{assembly.GetName().Name} {version.Split('+')[0]}";
    }

    /// <summary>Where libtorch was loaded from; empty when it was not.</summary>
    public static IReadOnlyList<string> TorchLibraries()
    {
        using Process self = Process.GetCurrentProcess();
        return
        [
            .. self.Modules.Cast<ProcessModule>().Select(module => module.FileName)
                .Where(path => Path.GetFileName(path).Contains("torch", StringComparison.OrdinalIgnoreCase) && !path.EndsWith("TorchSharp.dll", StringComparison.Ordinal))
                .Concat(self.Modules.Cast<ProcessModule>().Select(module => module.FileName).Where(path => Path.GetFileName(path).Contains("LibTorchSharp", StringComparison.Ordinal)))
                .Distinct().Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The widest vector instructions of this processor that .NET can use.</summary>
    public static string VectorLevel() =>
        Avx512F.IsSupported ? "AVX-512"
        : Avx2.IsSupported ? "AVX2"
        : AdvSimd.Arm64.IsSupported ? "NEON"
        : Vector128.IsHardwareAccelerated ? "128 bits"
        : "none";

    /// <summary>The notebook kernel that this process is; null in an ordinary program.</summary>
    public static string? Kernel()
    {
        Assembly? kernel = Array.Find(AppDomain.CurrentDomain.GetAssemblies(), assembly => assembly.GetName().Name == "Microsoft.DotNet.Interactive");
        return kernel is null ? null : Describe(kernel);
    }

    /// <summary>Version of the .NET SDK here, as "dotnet --version" says; null when there is none.</summary>
    public static string? Sdk()
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("dotnet", "--version") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root })!;
            string answer = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            return process.ExitCode == 0 ? answer : null;
        }
        catch (Exception exception) when (exception is System.ComponentModel.Win32Exception or IOException)
        {
            return null;
        }
    }

    /// <summary>System and processor, as in "Ubuntu 24.04 (X64), .NET 10.0.1".</summary>
    public static string Machine() => $"{RuntimeInformation.OSDescription} ({RuntimeInformation.ProcessArchitecture}), .NET {Environment.Version}";
}
