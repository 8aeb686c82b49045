using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace TransferLearning;

/// <summary>
/// What convolutions must know of the processor. libtorch 2.10 (oneDNN) cuts its work up by the sizes of the caches; where a virtual
/// processor keeps these to itself (seen: AMD EPYC under Firecracker), it cuts wrongly and without a word: with AVX-512 of any strides (24
/// to 40 channels on 7×7: NaN), with AVX2 of channels-last ones, and a few divide by zero, which ends the process. With AVX all that were
/// tried are right, of either strides. ConvolutionTests holds them.
/// </summary>
internal static class Processor
{
    [UnmanagedFunctionPointer(CallingConvention.Cdecl, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private delegate int SetEnv([MarshalAs(UnmanagedType.LPStr)] string name, [MarshalAs(UnmanagedType.LPStr)] string value, int overwrite);

    /// <summary>
    /// Whether it says what caches it has: CPUID's leaf 4 (Intel) or 0x8000001D (AMD); other kinds of processors are not asked.
    /// </summary>
    public static bool TellsItsCaches
    {
        get
        {
            const int ofIntel = 4, ofAmd = unchecked((int)0x8000001D), kind = 0b11111;
            return !X86Base.IsSupported || (X86Base.CpuId(ofIntel, 0).Eax & kind) != 0 || (X86Base.CpuId(ofAmd, 0).Eax & kind) != 0;
        }
    }

    /// <summary>
    /// Keeps oneDNN to AVX where it would be wrong with more. Must come before the first convolution, when oneDNN reads the variable.
    /// </summary>
    public static void KeepToSafeInstructions()
    {
        const string variable = "ONEDNN_MAX_CPU_ISA", safe = "AVX";
        if (TellsItsCaches || Environment.GetEnvironmentVariable(variable) is not null)
        {
            return;
        }

        Environment.SetEnvironmentVariable(variable, safe);
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library)
            && NativeLibrary.TryGetExport(library, "setenv", out nint set))
        {
            // .NET's environment is a copy, which native code does not see.
            Marshal.GetDelegateForFunctionPointer<SetEnv>(set)(variable, safe, 1);
        }
    }
}
