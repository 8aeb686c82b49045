using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TransferLearning;

/// <summary>Why TorchSharp's native library does not load. The package itself says of every cause that the packages are missing.</summary>
internal static partial class NativeLibraryDiagnosis
{
    private const string Setup = "dotnet run -c Release --project src/Lab -- setup --build embedded";
    private static readonly string[] LibraryNames = ["libLibTorchSharp.so", "LibTorchSharp.dll", "libLibTorchSharp.dylib"];

    /// <summary>Whether an exception is what a native library that does not load ends in.</summary>
    public static bool IsOf(Exception? exception) =>
        exception is DllNotFoundException or BadImageFormatException or NotSupportedException or TypeInitializationException or EntryPointNotFoundException;

    /// <summary>The cause, where the system tells it; otherwise the first line of what TorchSharp says.</summary>
    /// <param name="exception">What the first use of a tensor threw.</param>
    public static Finding Of(Exception exception)
    {
        CudaFacts facts = CudaFacts.Gather() with { IsEmbedded = false };
        return Of(WhyNot(facts.Folders)) ?? new Finding(
            $"TorchSharp's native library does not load: {exception.GetBaseException().Message.Split('\n')[0].Trim()}",
            CudaDiagnosis.Of(facts).Mend);
    }

    /// <summary>What the system's loader says, read for a library that is too old for TorchSharp's; null when it says something else.</summary>
    internal static Finding? Of(string? loader) => loader is not null && TooOld().Match(loader) is { Success: true } old
        ? new Finding(
            $"TorchSharp's native library does not load: this system is too old for it ({Path.GetFileName(old.Groups["file"].Value)} lacks {old.Groups["version"].Value}).",
            $"Use a newer system (Ubuntu 24.04, Debian 13 or later; the development container is one), or the embedded build: {Setup}")
        : null;

    private static string? WhyNot(IEnumerable<string> folders)
    {
        string? path = folders.SelectMany(folder => LibraryNames.Select(name => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
        try
        {
            if (path is not null)
            {
                NativeLibrary.Load(path);
            }

            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return exception.Message;
        }
    }

    [GeneratedRegex(@"(?<file>[^\s:]+): version [`'](?<version>[A-Z]+_[0-9.]+)' not found")]
    private static partial Regex TooOld();
}
