using System.Collections;
using System.Collections.Concurrent;
using TorchSharp;

namespace TransferLearning;

/// <summary>
/// Reads batches from the pixel cache a few ahead, on a thread of its own. What a picture looks like after augmentation depends on seed and
/// picture alone, so that two runs are equal to the bit.
/// </summary>
internal sealed class PictureLoader(PixelCache cache, PictureSet set, int batchSize, int? shuffleSeed, Augmentation augmentation)
    : IEnumerable<PictureBatch>
{
    private const int BatchesAhead = 3;

    public IEnumerator<PictureBatch> GetEnumerator()
    {
        int[] order = Order();
        using var stop = new CancellationTokenSource();
        using var ready = new BlockingCollection<(byte[] Pixels, long[] Labels)>(BatchesAhead);
        Task reader = Task.Run(() => Read(order, ready, stop.Token));
        try
        {
            foreach ((byte[] pixels, long[] labels) in ready.GetConsumingEnumerable())
            {
                // The bytes stay as they lie, H×W×3; permuting the view makes it N×3×H×W.
                using torch.Tensor rows = torch.tensor(pixels, [labels.Length, cache.ImageSize, cache.ImageSize, 3]);
                yield return new PictureBatch(rows.permute(0, 3, 1, 2), torch.tensor(labels));
            }

            reader.GetAwaiter().GetResult();   // a failure in the background surfaces here
        }
        finally
        {
            stop.Cancel();
            reader.ContinueWith(static _ => { }, TaskScheduler.Default).Wait();
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private int[] Order()
    {
        int[] order = [.. Enumerable.Range(0, set.Count).Where(i => cache.Contains(set[i]))];
        if (shuffleSeed is int seed)
        {
            new Random(seed).Shuffle(order);
        }

        return order;
    }

    private void Read(int[] order, BlockingCollection<(byte[] Pixels, long[] Labels)> ready, CancellationToken stop)
    {
        try
        {
            byte[] original = new byte[cache.PictureBytes];
            for (int start = 0; start < order.Length; start += batchSize)
            {
                int[] batch = order[start..Math.Min(start + batchSize, order.Length)];
                byte[] pixels = new byte[batch.Length * cache.PictureBytes];
                for (int i = 0; i < batch.Length; i++)
                {
                    Span<byte> destination = pixels.AsSpan(i * cache.PictureBytes, cache.PictureBytes);
                    if (augmentation.IsNone)
                    {
                        cache.CopyPixels(set[batch[i]], destination);
                        continue;
                    }

                    cache.CopyPixels(set[batch[i]], original);
                    Augmentation.Apply(original, destination, cache.ImageSize, augmentation.Draw(shuffleSeed ?? 0, batch[i], cache.ImageSize));
                }

                ready.Add((pixels, [.. batch.Select(i => (long)set[i].Label)]), stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The consumer has left; nothing to say.
        }
        finally
        {
            ready.CompleteAdding();
        }
    }
}
