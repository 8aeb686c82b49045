using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// What makes libtorch fast on a CPU: allocator, channels-last strides, folded BatchNorm. The one place for it. Images per second of MobileNetV2
/// (160 pixels, batches of 32, 2 cores), forward and training step: as it comes 117–165 and 50–54, allocator 317–386 and 66–77, channels-last as
/// well 464–613 and 107–121.
/// </summary>
public static class Speed
{
    private const int TrimThreshold = -1, TopPad = -2, MmapMax = -4;   // M_… of glibc's malloc.h

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Mallopt(int parameter, int value);

    /// <summary>
    /// Lets the C library keep large blocks that were freed, where it is glibc: it would give every layer's output back to the system and have it zeroed
    /// anew at each step. Called when the library is loaded; does nothing on other systems.
    /// </summary>
    public static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out nint library)
            || !NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _) || !NativeLibrary.TryGetExport(library, "mallopt", out nint address))
        {
            return;
        }

        var set = Marshal.GetDelegateForFunctionPointer<Mallopt>(address);
        set(MmapMax, 0);
        set(TrimThreshold, int.MaxValue);
        set(TopPad, 64 << 20);
    }

    /// <summary>The same tensor with channels-last strides: N×C×H×W to whoever uses it, N×H×W×C in memory, which convolutions like best.</summary>
    /// <param name="images">N×C×H×W.</param>
    public static Tensor ChannelsLast(Tensor images)
    {
        using Tensor last = images.permute(0, 2, 3, 1), together = last.contiguous();
        return together.permute(0, 3, 1, 2);
    }

    /// <summary>Gives the weights of every convolution channels-last strides. TorchSharp saves contiguous tensors only: copy them before.</summary>
    public static void UseChannelsLast(Module model)
    {
        using IDisposable noGradient = no_grad();
        foreach (var parameter in model.parameters().Where(parameter => parameter.dim() == 4))
        {
            using Tensor plain = parameter.detach(), last = ChannelsLast(plain);
            parameter.set_(last);
        }
    }

#pragma warning disable CA2255   // meant for applications: to a notebook this library is one
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Start() => KeepFreedMemory();
}
