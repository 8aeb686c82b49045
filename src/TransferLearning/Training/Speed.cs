using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>What makes libtorch fast on a CPU: allocator, channels-last strides, folded BatchNorm. The one place for it.</summary>
public static class Speed
{
    /// <summary>glibc only: keeps freed blocks (mallopt); harmless elsewhere. Called when the library is loaded.</summary>
    public static void KeepFreedMemory() => throw new NotImplementedException();
    /// <summary>N×C×H×W with channels-last strides (NHWC in memory).</summary>
    public static Tensor ChannelsLast(Tensor images) => throw new NotImplementedException();
    /// <summary>Gives every convolution's weights channels-last strides.</summary>
    public static void UseChannelsLast(Module model) => throw new NotImplementedException();
}
