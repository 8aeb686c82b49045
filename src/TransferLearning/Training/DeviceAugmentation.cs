using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// Carries out <see cref="Augmentation"/> on the device, a batch at a time: the same affine map, sampled bilinearly. Places are float32 there and
/// 8-bit fixed point in the loader, so single pixels may differ by a level or two.
/// </summary>
/// <param name="augmentation">What chance may change.</param>
/// <param name="size">Width and height in pixels.</param>
internal sealed class DeviceAugmentation(Augmentation augmentation, int size)
{
    /// <summary>Draws the changes of a whole pass over the pictures, and takes them to the device at once.</summary>
    /// <param name="seed">Seed of the pass.</param>
    /// <param name="places">Indices of the pictures in their set, in the order of the pass.</param>
    /// <param name="device">Where they will be needed.</param>
    /// <returns>N×7: the map's four factors, its two offsets, and the gain.</returns>
    public Tensor Draw(int seed, int[] places, Device device)
    {
        double centre = (size - 1) / 2.0;
        float[] numbers = [.. places.SelectMany(place => Numbers(augmentation.Draw(seed, place, size)))];
        return tensor(numbers, [places.Length, 7], device: device);

        float[] Numbers(PictureChange change) =>
        [
            (float)(change.Cos * change.Mirror), (float)-change.Sin, (float)(change.Sin * change.Mirror), (float)change.Cos,
            (float)(centre + change.ShiftX), (float)(centre + change.ShiftY), (float)change.Gain,
        ];
    }

    /// <summary>Carries the changes out.</summary>
    /// <param name="pictures">uint8, n×H×W×3.</param>
    /// <param name="changes">n×7, rows of <see cref="Draw"/>.</param>
    /// <returns>uint8, n×H×W×3.</returns>
    public Tensor Apply(Tensor pictures, Tensor changes)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        long count = pictures.shape[0], cells = (long)size * size;
        Tensor along = arange(size, dtype: ScalarType.Float32, device: pictures.device) - (size - 1) / 2.0f;
        Tensor x = along.view(1, 1, size), y = along.view(1, size, 1);
        Tensor sourceX = (Column(0) * x + Column(1) * y + Column(4)).clamp(0, size - 1);
        Tensor sourceY = (Column(2) * x + Column(3) * y + Column(5)).clamp(0, size - 1);
        Tensor left = sourceX.floor(), top = sourceY.floor(), right = (left + 1).clamp_max(size - 1), bottom = (top + 1).clamp_max(size - 1);

        // All pictures of the batch as one list of pixels, from which the four neighbours are gathered.
        Tensor pixels = pictures.view(count * cells, 3);
        Tensor first = (arange(count, dtype: ScalarType.Int64, device: pictures.device) * cells).view(count, 1, 1);
        Tensor shareX = (sourceX - left).view(-1, 1), shareY = (sourceY - top).view(-1, 1);
        Tensor upper = Between(Pixels(left, top), Pixels(right, top), shareX), lower = Between(Pixels(left, bottom), Pixels(right, bottom), shareX);
        Tensor mixed = Between(upper, lower, shareY).view(count, cells, 3) * changes.narrow(1, 6, 1).view(count, 1, 1);
        return (mixed + 0.5f).clamp(0, 255).to(ScalarType.Byte).view(count, size, size, 3).MoveToOuterDisposeScope();

        Tensor Column(long index) => changes.narrow(1, index, 1).view(count, 1, 1);
        Tensor Pixels(Tensor column, Tensor row) =>
            pixels.index_select(0, (first + row.to(ScalarType.Int64) * size + column.to(ScalarType.Int64)).view(-1)).to(ScalarType.Float32);
        static Tensor Between(Tensor one, Tensor other, Tensor share) => one + (other - one) * share;
    }
}
