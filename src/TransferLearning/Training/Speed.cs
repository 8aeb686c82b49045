using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// What makes libtorch fast on a CPU: allocator, channels-last strides, folded BatchNorm. The one place for it. Images per second of
/// MobileNetV2 (160 pixels, batches of 32, 2 cores), forward and training step: as it comes 117–165 and 50–54, allocator 317–386 and 66–77,
/// channels-last as well 464–613 and 107–121.
/// </summary>
public static class Speed
{
    private const int ErrorLevel = 2;   // of c10's logging: 0 information, 1 warnings
    private const int TrimThreshold = -1, TopPad = -2, MmapMax = -4, ArenaMax = -8;   // M_… of glibc's malloc.h

    // Channels in and out, and width of the maps, of 1×1 convolutions in the upper blocks of MobileNetV2, full and narrow.
    private static readonly (int From, int To, int Size)[] s_convolutions =
        [(56, 336, 3), (336, 112, 3), (112, 1280, 3), (160, 960, 5), (960, 160, 5), (960, 320, 5), (320, 1280, 5), (576, 160, 10)];

    private static readonly Lazy<bool> s_channelsLastIsRight = new(() => s_convolutions.All(IsRight));

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Mallopt(int parameter, int value);

    /// <summary>
    /// Lets the C library keep large blocks that were freed, where it is glibc: it would give every layer's output back to the system and
    /// have it zeroed anew at each step. Called when the library is loaded; does nothing on other systems.
    /// </summary>
    /// <remarks>
    /// Threads other than the first have arenas of their own, which give blocks of more than 64 MB back whatever they are told (a batch at
    /// 160 pixels has some), and a thread keeps the arena it began with. So processes that train should start with the environment variable
    /// MALLOC_ARENA_MAX=1, as Lab's and the notebook kernel do; setting it here is too late for threads that are running already.
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
    /// Whether convolutions of channels-last images give what they give of others. libtorch 2.10 gets some wrong (320 to 1,280 channels on
    /// maps of 5×5, off by more than 1) where <see cref="Processor"/> had no say, because the environment chose the instructions.
    /// </summary>
    internal static bool ChannelsLastIsRight => s_channelsLastIsRight.Value;

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
        if (!ChannelsLastIsRight)
        {
            return;
        }

        using IDisposable noGradient = no_grad();
        foreach (var parameter in model.parameters().Where(parameter => parameter.dim() == 4))
        {
            using Tensor plain = parameter.detach(), last = ChannelsLast(plain);
            parameter.set_(last);
        }
    }

    private static bool IsRight((int From, int To, int Size) shape)
    {
        using FinaliserGate gate = FinaliserGate.Close();
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        using Generator chance = new(1);   // the caller's own numbers stay as they are
        Tensor images = randn([32, shape.From, shape.Size, shape.Size], generator: chance, device: CPU);
        Tensor weights = randn([shape.To, shape.From, 1, 1], generator: chance, device: CPU) / Math.Sqrt(shape.From);
        Tensor plain = functional.conv2d(images, weights), turned = functional.conv2d(ChannelsLast(images), weights);
        return (plain - turned).abs().max().item<float>() < 1e-3;
    }

#pragma warning disable CA2255   // meant for applications: to a notebook this library is one
    [ModuleInitializer]
#pragma warning restore CA2255
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
/// Multiplies the BatchNorm layers of a network in eval mode into the convolutions before them, until it is disposed: a normalisation is no
/// pass over the maps any more. The network's own weights are not touched.
/// </summary>
/// <remarks>
/// torchvision's blocks are closed, their children cannot be exchanged. So both layers are asked for a corner of the maps only (a hook
/// before each), and hooks behind them give out what the folded convolution makes of the whole.
/// </remarks>
internal sealed class FoldedBatchNorm : IDisposable
{
    private readonly List<Action> _undo = [];

    /// <summary>
    /// Folds every BatchNorm layer that directly follows a convolution among the children of a module, as it does in all of torchvision.
    /// </summary>
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
        long[]? kernel = convolution.kernel_size, stride = convolution.stride, padding = convolution.padding,
            dilation = convolution.dilation;
        long groups = convolution.groups;

        Tensor? images = null, maps = null;
        var before = convolution.register_forward_pre_hook((_, input) =>
        {
            images = input;
            return Corner(input, kernel[0], kernel[1]);
        });
        var behind = convolution.register_forward_hook(
            (_, _, _) => functional.conv2d(images!, weight, bias, stride, padding, dilation, groups));
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
