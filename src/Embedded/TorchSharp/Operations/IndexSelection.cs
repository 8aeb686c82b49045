using TorchSharp.Kernels;

namespace TorchSharp;

/// <summary>
/// Whole slices of one dimension by index. Rows of a feature cache or of a set of pictures are taken this way, so dense slices are copied
/// as blocks.
/// </summary>
internal static unsafe class IndexSelection
{
    internal static Tensor Read(Tensor source, int dimension, Tensor index)
    {
        long* places = (long*)index.Address;
        long count = index.numel(), size = source.Rank == 0 ? 1 : source.Sizes[dimension];
        for (long i = 0; i < count; i++)
        {
            Check(places[i], size);
        }
        if (source.Rank == 0)
        {
            return source.clone();
        }
        long[] sizes = source.Sizes.ToArray();
        sizes[dimension] = count;
        bool isChannelsLast = source.IsChannelsLast && !source.IsRowMajor;
        var result = Tensor.Dense(sizes, isChannelsLast ? Strides.ChannelsLast(sizes) : Strides.RowMajor(sizes), source.dtype);
        if (dimension == 0 && (source.IsRowMajor || isChannelsLast))
        {
            long bytes = source.Sizes[0] == 0 ? 0 : source.numel() / source.Sizes[0] * source.dtype.Size();
            byte* from = source.Address, to = result.Address;
            Workers.For(checked((int)count), (start, end) =>
            {
                for (long i = start; i < end; i++)
                {
                    Buffer.MemoryCopy(from + (places[i] * bytes), to + (i * bytes), bytes, bytes);
                }
            }, (int)Math.Clamp(65536 / Math.Max(1, bytes), 1, int.MaxValue));
            return result.Track();
        }
        for (long i = 0; i < count; i++)
        {
            using var from = Slice(source, dimension, places[i]);
            using var to = Slice(result, dimension, i);
            Copying.Copy(from, to);
        }
        return result.Track();
    }

    /// <summary>Adds slices to those that the index names, one after the other.</summary>
    internal static void Add(Tensor slices, int dimension, Tensor index, Tensor target)
    {
        long* places = (long*)index.Address;
        for (long i = 0; i < index.numel(); i++)
        {
            using var from = target.Rank == 0 ? slices.Alias() : Slice(slices, dimension, i);
            using var to = target.Rank == 0 ? target.Alias() : Slice(target, dimension, places[i]);
            Elementwise.Binary(BinaryKind.Add, to, from, to);
        }
    }

    /// <summary>Writes slices over those that the index names.</summary>
    internal static void Write(Tensor slices, int dimension, Tensor index, Tensor target)
    {
        long* places = (long*)index.Address;
        for (long i = 0; i < index.numel(); i++)
        {
            using var from = Slice(slices, dimension, i);
            using var to = Slice(target, dimension, places[i]);
            Copying.Copy(from, to);
        }
    }

    static Tensor Slice(Tensor tensor, int dimension, long place)
    {
        long[] sizes = [.. tensor.Sizes[..dimension], .. tensor.Sizes[(dimension + 1)..]];
        long[] strides = [.. tensor.Steps[..dimension], .. tensor.Steps[(dimension + 1)..]];
        return tensor.AsStridedAlone(sizes, strides, place * tensor.Steps[dimension]);
    }

    static void Check(long place, long size)
    {
        if (place < 0 || place >= size)
        {
            throw Failure.Torch("index out of range in self");
        }
    }
}
