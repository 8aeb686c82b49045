using TorchSharp;

namespace TransferLearning;

/// <summary>Room for one batch of a <see cref="PictureLoader"/>, filled again and again: a thread that allocates pictures makes the garbage collector run for everybody.</summary>
internal sealed class PictureBuffer(PixelCache cache, int batchSize)
{
    private readonly byte[] pixels = new byte[batchSize * cache.PictureBytes], original = new byte[cache.PictureBytes];
    private readonly long[] labels = new long[batchSize];
    private int count;

    /// <summary>Reads pictures of a set, changed as asked. Allocates nothing.</summary>
    /// <param name="set">The pictures.</param>
    /// <param name="indices">Which of them; at most a batch.</param>
    /// <param name="changes">A change for each, or empty.</param>
    public void Fill(PictureSet set, ReadOnlySpan<int> indices, ReadOnlySpan<PictureChange> changes)
    {
        count = indices.Length;
        for (int i = 0; i < count; i++)
        {
            Picture picture = set[indices[i]];
            Span<byte> destination = pixels.AsSpan(i * cache.PictureBytes, cache.PictureBytes);
            cache.CopyPixels(picture, changes.IsEmpty ? destination : original);
            if (!changes.IsEmpty)
            {
                Augmentation.Apply(original, destination, cache.ImageSize, changes[i]);
            }

            labels[i] = picture.Label;
        }
    }

    /// <summary>What was read, as tensors of their own: pictures uint8, N×3×H×W; labels int64, N.</summary>
    public PictureBatch ToTensors()
    {
        // The bytes stay as they lie, H×W×3; permuting the view makes it N×3×H×W.
        using torch.Tensor rows = torch.empty([count, cache.ImageSize, cache.ImageSize, 3], torch.ScalarType.Byte);
        rows.bytes = pixels.AsSpan(0, count * cache.PictureBytes);
        return new PictureBatch(rows.permute(0, 3, 1, 2), torch.tensor(labels[..count]));
    }
}
