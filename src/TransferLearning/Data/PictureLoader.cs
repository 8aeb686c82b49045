using System.Collections;
using System.Collections.Concurrent;

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
        PictureChange[] changes = augmentation.IsNone ? [] : [.. order.Select(index => augmentation.Draw(shuffleSeed ?? 0, index, cache.ImageSize))];
        using var stop = new CancellationTokenSource();
        using BlockingCollection<PictureBuffer> free = [], ready = [];
        for (int i = 0; i <= BatchesAhead; i++)
        {
            free.Add(new PictureBuffer(cache, Math.Min(batchSize, order.Length)));
        }

        Task reader = Task.Run(() => Read(order, changes, free, ready, stop.Token));
        try
        {
            foreach (PictureBuffer buffer in ready.GetConsumingEnumerable())
            {
                PictureBatch batch = buffer.ToTensors();
                free.Add(buffer);
                yield return batch;
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

    private void Read(int[] order, PictureChange[] changes, BlockingCollection<PictureBuffer> free, BlockingCollection<PictureBuffer> ready, CancellationToken stop)
    {
        try
        {
            for (int start = 0; start < order.Length; start += batchSize)
            {
                PictureBuffer buffer = free.Take(stop);
                Range batch = start..Math.Min(start + batchSize, order.Length);
                buffer.Fill(set, order.AsSpan(batch), changes.Length == 0 ? [] : changes.AsSpan(batch));
                ready.Add(buffer, stop);
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
