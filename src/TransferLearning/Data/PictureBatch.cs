using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Some pictures and their classes, as tensors.</summary>
/// <param name="Pictures">uint8, N×3×H×W, RGB.</param>
/// <param name="Labels">int64, N.</param>
public sealed record PictureBatch(Tensor Pictures, Tensor Labels) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Pictures.Dispose();
        Labels.Dispose();
    }
}
