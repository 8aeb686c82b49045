using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// What makes libtorch fast on a CPU: allocator and channels-last strides, here, and <see cref="FoldedBatchNorm"/>. Images per second of
/// MobileNetV2 (160 pixels, batches of 32, 2 cores), forward and training step: as it comes 117–165 and 50–54, allocator 317–386 and 66–77,
/// channels-last as well 464–613 and 107–121.
/// </summary>
internal static class Speed
{
    private const int ErrorLevel = 2;   // of c10's logging: 0 information, 1 warnings
    private const int TrimThreshold = -1, TopPad = -2, MmapMax = -4, ArenaMax = -8;   // M_… of glibc's malloc.h

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Mallopt(int parameter, int value);

    /// <summary>
    /// Lets the C library keep large blocks that were freed, where it is glibc: it would give every layer's output back to the system and
    /// have it zeroed anew at each step. Called when the library is loaded; does nothing on other systems.
    /// </summary>
    /// <remarks>
    /// Threads other than the first have arenas of their own, which give blocks of more than 64 MB back whatever they are told (a batch at
    /// 160 pixels has some), and a thread keeps the arena it began with. So processes that train should start with the environment variable
    /// MALLOC_ARENA_MAX=1, as Lab's and the notebook kernel do; setting it here is too late for threads that are running already. Another
    /// allocator, preloaded, needs none of this and less memory (tests/Benchmarks/README.md).
    /// </remarks>
    public static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint library)
            || !NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _)
            || !NativeLibrary.TryGetExport(library, "mallopt", out nint address))
        {
            return;
        }

        var set = Marshal.GetDelegateForFunctionPointer<Mallopt>(address);
        set(MmapMax, 0);
        set(TrimThreshold, int.MaxValue);
        set(TopPad, 64 << 20);
        set(ArenaMax, 1);
    }

    /// <summary>
    /// The same tensor with channels-last strides: N×C×H×W to whoever uses it, N×H×W×C in memory, which convolutions like best.
    /// </summary>
    /// <param name="images">N×C×H×W.</param>
    public static Tensor ChannelsLast(Tensor images)
    {
        using Tensor last = images.permute(0, 2, 3, 1), together = last.contiguous();
        return together.permute(0, 3, 1, 2);
    }

    /// <summary>
    /// Gives the weights of every convolution channels-last strides. TorchSharp saves contiguous tensors only: copy them before.
    /// </summary>
    public static void UseChannelsLast(Module model)
    {
        using IDisposable noGradient = no_grad();
        foreach (var parameter in model.parameters().Where(parameter => parameter.dim() == 4))
        {
            using Tensor plain = parameter.detach(), last = ChannelsLast(plain);
            parameter.set_(last);
        }
    }

    /// <summary>Prepares the process, before libtorch does anything.</summary>
    internal static void Start()
    {
        KeepFreedMemory();
        KeepWarningsBack();
        Processor.KeepToSafeInstructions();
    }

    /// <summary>c10 warns once per convolution where a processor is too new or too virtual for NNPACK, which then is not used.</summary>
    private static void KeepWarningsBack()
    {
        if (NativeLibrary.TryLoad("c10", typeof(torch).Assembly, null, out nint library)
            && NativeLibrary.TryGetExport(library, "FLAGS_caffe2_log_level", out nint level))
        {
            Marshal.WriteInt32(level, ErrorLevel);
        }
    }
}

/// <summary>
/// What convolutions must know of the processor. libtorch 2.10 (oneDNN) cuts its work up by the sizes of the caches; where a virtual
/// processor keeps these to itself (seen: AMD EPYC under Firecracker), it cuts wrongly and without a word: with AVX-512 of any strides (24
/// to 40 channels on 7×7: NaN), with AVX2 of channels-last ones, and a few divide by zero, which ends the process. With AVX all that were
/// tried are right, of either strides. ConvolutionTests holds them.
/// </summary>
internal static class Processor
{
    private const int OfIntel = 4, OfAmd = unchecked((int)0x8000001D), KindOfCache = 0b11111;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private delegate int SetEnv([MarshalAs(UnmanagedType.LPStr)] string name, [MarshalAs(UnmanagedType.LPStr)] string value, int overwrite);

    /// <summary>
    /// Whether it says what caches it has: CPUID's leaf 4 (Intel) or 0x8000001D (AMD); other kinds of processors are not asked.
    /// </summary>
    private static bool TellsItsCaches => !X86Base.IsSupported
        || (X86Base.CpuId(OfIntel, 0).Eax & KindOfCache) != 0 || (X86Base.CpuId(OfAmd, 0).Eax & KindOfCache) != 0;

    /// <summary>
    /// Keeps oneDNN to AVX where it would be wrong with more, whatever was asked for. Must come before the first convolution, when oneDNN
    /// reads the variable.
    /// </summary>
    public static void KeepToSafeInstructions()
    {
        const string variable = "ONEDNN_MAX_CPU_ISA", safe = "AVX";
        if (TellsItsCaches)
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
