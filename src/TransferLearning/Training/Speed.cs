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

    // libtorch 2.10's convolutions of channels-last images with AVX-512 give wrong numbers for many shapes, or end the process, as seen on a virtual EPYC
    // (64 → 80 channels of 73×73 pixels; 3×3 from 40×40 pixels on). With AVX2 all that were tried are right; ConvolutionTests holds them.
    private const string InstructionsVariable = "ONEDNN_MAX_CPU_ISA", SafeInstructions = "AVX2";
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
        SetNatively(LogLevelVariable, OnlyErrors);
        SetNatively(InstructionsVariable, SafeInstructions);
    }

    /// <summary>Sets a variable that is not set yet for native code, which on Linux does not see .NET's environment.</summary>
    private static void SetNatively(string name, string value)
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "setenv", out nint address))
        {
            Marshal.GetDelegateForFunctionPointer<SetEnv>(address)(name, value, 0);
        }
        else if (OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable(name) is null)
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}

/// <summary>
/// Multiplies the BatchNorm layers of a network in eval mode into the convolutions before them, until it is disposed: a normalisation is no pass over the
/// maps any more. The network's own weights are not touched.
/// </summary>
/// <remarks>
/// torchvision's blocks are closed, their children cannot be exchanged. So both layers are asked for a corner of the maps only (a hook before each), and
/// hooks behind them give out what the folded convolution makes of the whole.
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
                if (convolution is { padding_type: null, padding_mode: PaddingModes.Zeros } && child is BatchNorm2d norm && !norm.training)
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
        _undo.ForEach(undo => undo());
        _undo.Clear();
    }

    private void Fold(Conv2d convolution, BatchNorm2d norm)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor factor = norm.weight! / (norm.running_var! + norm.eps).sqrt(), shift = norm.bias! - norm.running_mean! * factor;
        Tensor weight = (convolution.weight * factor.view(-1, 1, 1, 1)).DetachFromDisposeScope();   // keeps channels-last strides
        Tensor bias = (convolution.bias is null ? shift : shift + convolution.bias * factor).DetachFromDisposeScope();
        long[]? kernel = convolution.kernel_size, stride = convolution.stride, padding = convolution.padding, dilation = convolution.dilation;
        long groups = convolution.groups;

        Tensor? images = null, maps = null;
        var before = convolution.register_forward_pre_hook((_, input) =>
        {
            images = input;
            return Corner(input, kernel[0], kernel[1]);
        });
        var behind = convolution.register_forward_hook((_, _, _) => functional.conv2d(images!, weight, bias, stride, padding, dilation, groups));
        var beforeNorm = norm.register_forward_pre_hook((_, input) =>
        {
            maps = input.alias();
            return Corner(input, 1, 1);
        });
        var behindNorm = norm.register_forward_hook((_, _, _) => maps!);
        Count++;
        _undo.Add(() =>
        {
            before.remove();
            behind.remove();
            beforeNorm.remove();
            behindNorm.remove();
            weight.Dispose();
            bias.Dispose();
        });
    }

    private static Tensor Corner(Tensor maps, long height, long width)
    {
        using Tensor image = maps.narrow(0, 0, 1), rows = image.narrow(2, 0, Math.Min(height, maps.shape[2]));
        return rows.narrow(3, 0, Math.Min(width, maps.shape[3]));
    }
}
