using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
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
    // c10 warns once per convolution where a processor is too new or too virtual for NNPACK, which then is not used.
    private const string LogLevelVariable = "TORCH_CPP_LOG_LEVEL", OnlyErrors = "ERROR";
    private const int TrimThreshold = -1, TopPad = -2, MmapMax = -4;   // M_… of glibc's malloc.h

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Mallopt(int parameter, int value);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    private delegate int SetEnv([MarshalAs(UnmanagedType.LPStr)] string name, [MarshalAs(UnmanagedType.LPStr)] string value, int overwrite);

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
    internal static void Start()
    {
        KeepFreedMemory();
        KeepWarningsBack();
    }

    /// <summary>.NET's own environment is a copy, which native code does not see.</summary>
    private static void KeepWarningsBack()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "setenv", out nint address))
        {
            Marshal.GetDelegateForFunctionPointer<SetEnv>(address)(LogLevelVariable, OnlyErrors, 0);
        }
    }
}

/// <summary>
/// Multiplies the BatchNorm layers of a network in eval mode into the convolutions before them, until it is disposed; weights are as before then, to the
/// bit. A normalisation is then no pass over the maps any more. Nothing may be trained or saved meanwhile.
/// </summary>
/// <remarks>
/// torchvision's blocks are closed: their children cannot be taken out. So a folded BatchNorm is asked for one number only (a hook before it) and what
/// came in is what goes out (a hook behind it).
/// </remarks>
internal sealed class FoldedBatchNorm : IDisposable
{
    private readonly List<Action> _undo = [];

    /// <summary>Folds every BatchNorm layer that directly follows a convolution among the children of a module, as it does in all of torchvision.</summary>
    public FoldedBatchNorm(Module model)
    {
        using FinaliserGate gate = FinaliserGate.Close();
        using IDisposable noGradient = no_grad();
        foreach (Module parent in model.modules().Prepend(model))
        {
            Conv2d? convolution = null;
            foreach (Module child in parent.children())
            {
                if (convolution is not null && child is BatchNorm2d norm && !norm.training)
                {
                    Fold(convolution, norm);
                }

                convolution = child as Conv2d;
            }
        }
    }

    /// <summary>How many were folded.</summary>
    public int Count { get; private set; }

    public void Dispose()
    {
        using FinaliserGate gate = FinaliserGate.Close();
        using IDisposable noGradient = no_grad();
        _undo.ForEach(undo => undo());
        _undo.Clear();
    }

    private void Fold(Conv2d convolution, BatchNorm2d norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Parameter weight = convolution.weight;
        Parameter? bias = convolution.bias;
        Tensor factor = norm.weight! / (norm.running_var! + norm.eps).sqrt(), shift = norm.bias! - norm.running_mean! * factor;
        Tensor original = weight.detach().DetachFromDisposeScope();
        weight.set_(original * factor.view(-1, 1, 1, 1));
        var folded = new Parameter((bias is null ? shift : shift + bias * factor).DetachFromDisposeScope(), false);
        convolution.bias = folded;

        Tensor? maps = null;
        var before = norm.register_forward_pre_hook((_, input) =>
        {
            maps = input.alias();
            return input[TensorIndex.Slice(0, 1), TensorIndex.Colon, TensorIndex.Slice(0, 1), TensorIndex.Slice(0, 1)];
        });
        var behind = norm.register_forward_hook((_, _, _) => maps!);
        Count++;
        _undo.Add(() =>
        {
            before.remove();
            behind.remove();
            weight.set_(original);
            original.Dispose();
            convolution.bias = bias;
            folded.Dispose();
        });
    }
}
