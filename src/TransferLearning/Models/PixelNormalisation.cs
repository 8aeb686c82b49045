using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Gives pixels the mean and deviation that a backbone was trained with: (p / 255 - mean) / deviation as one multiplication and one addition.</summary>
internal sealed class PixelNormalisation(Backbone backbone) : IDisposable
{
    private (Tensor Factor, Tensor Offset)? made;

    /// <summary>uint8 RGB of N×3×H×W, wherever it lies → float32 on the device; float32 is returned as it is.</summary>
    public Tensor Apply(Tensor pictures, Device device)
    {
        if (pictures.dtype != ScalarType.Byte)
        {
            return pictures;
        }

        using DisposeScope scope = NewDisposeScope();
        (Tensor factor, Tensor offset) = On(device);
        return pictures.to(factor.device).to(ScalarType.Float32).mul_(factor).add_(offset).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        made?.Factor.Dispose();
        made?.Offset.Dispose();
        made = null;
    }

    private (Tensor Factor, Tensor Offset) On(Device device)
    {
        if (made is { } before && before.Factor.device.ToString() == device.ToString())
        {
            return before;
        }

        Dispose();
        float[] scale = [.. backbone.Deviation.Select(deviation => 1 / (255 * deviation))];
        float[] shift = [.. backbone.Mean.Zip(backbone.Deviation, (mean, deviation) => -mean / deviation)];
        Tensor factor = tensor(scale, [1, 3, 1, 1], device: device).DetachFromDisposeScope(), offset = tensor(shift, [1, 3, 1, 1], device: device).DetachFromDisposeScope();
        made = (factor, offset);
        return (factor, offset);
    }
}
