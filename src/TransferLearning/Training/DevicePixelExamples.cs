using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// Examples whose decoded pictures lie on the device as bytes, all of them; batches are gathered and augmented there, in the same order and with the
/// same chances as from the loader. Nothing is copied or read in a step, so the processor never waits for the device.
/// </summary>
internal sealed class DevicePixelExamples : Examples
{
    private const int PicturesPerCopy = 256;

    private readonly int[] places;      // of the pictures in their set: chance goes by these
    private readonly Tensor pixels;     // N×H×W×3, uint8
    private readonly Tensor allLabels;  // N, int64
    private readonly DeviceAugmentation? augmentation;

    public DevicePixelExamples(PictureSet set, int imageSize, Augmentation augmentation, Device device, CancellationToken cancellation = default)
    {
        PixelCache cache = set.Pool.Pixels(imageSize, cancellation: cancellation);
        places = [.. Enumerable.Range(0, set.Count).Where(i => cache.Contains(set[i]))];
        Pictures = [.. places.Select(place => set[place])];
        this.augmentation = augmentation.IsNone ? null : new DeviceAugmentation(augmentation, imageSize);
        pixels = empty([Pictures.Count, imageSize, imageSize, 3], ScalarType.Byte, device).DetachFromDisposeScope();
        allLabels = tensor(Pictures.Select(picture => (long)picture.Label).ToArray(), device: device).DetachFromDisposeScope();
        try
        {
            Copy(cache, cancellation);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override IReadOnlyList<Picture> Pictures { get; }

    public override IEnumerable<(Tensor Inputs, Tensor Labels)> Batches(int batchSize, int? shuffleSeed)
    {
        int[] order = [.. Enumerable.Range(0, Pictures.Count)];
        if (shuffleSeed is int seed)
        {
            new Random(seed).Shuffle(order);
        }

        using Tensor rows = tensor(Array.ConvertAll(order, row => (long)row), device: pixels.device);
        using Tensor? changes = shuffleSeed is int pass ? augmentation?.Draw(pass, Array.ConvertAll(order, row => places[row]), pixels.device) : null;
        for (long start = 0; start < order.Length; start += batchSize)
        {
            long count = Math.Min(batchSize, order.Length - start);
            using Tensor index = rows.narrow(0, start, count), taken = pixels.index_select(0, index);
            using Tensor? change = changes?.narrow(0, start, count);
            using Tensor changed = change is null ? taken.alias() : augmentation!.Apply(taken, change);
            yield return (changed.permute(0, 3, 1, 2), allLabels.index_select(0, index));
        }
    }

    public override Tensor Run(TransferModel model, Tensor inputs) => PixelExamples.RunWhole(model, inputs);

    public override void Dispose()
    {
        pixels.Dispose();
        allLabels.Dispose();
    }

    private void Copy(PixelCache cache, CancellationToken cancellation)
    {
        using IDisposable noGradient = no_grad();
        for (int start = 0; start < Pictures.Count; start += PicturesPerCopy)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            int count = Math.Min(PicturesPerCopy, Pictures.Count - start);
            byte[] bytes = new byte[count * cache.PictureBytes];
            for (int i = 0; i < count; i++)
            {
                cache.CopyPixels(Pictures[start + i], bytes.AsSpan(i * cache.PictureBytes, cache.PictureBytes));
            }

            pixels.narrow(0, start, count).copy_(tensor(bytes, [count, cache.ImageSize, cache.ImageSize, 3]));
        }
    }
}
