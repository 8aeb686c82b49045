namespace TorchSharp;

/// <summary>What <c>tensor[...]</c> refers to: a strided part of its memory, of which tensors of indices may pick slices.</summary>
internal sealed class Indexing
{
    readonly List<long> sizes = [];
    readonly List<long> strides = [];
    readonly List<Tensor> picks = [];
    long offset;
    int added;   // dimensions of one, which messages count too
    int pickedDimension = -1;

    internal Indexing(Tensor tensor, ReadOnlySpan<TensorIndex> indices)
    {
        int named = 0;
        foreach (var index in indices)
        {
            named += index.kind switch
            {
                TensorIndex.Kind.None or TensorIndex.Kind.Ellipsis => 0,
                TensorIndex.Kind.Tensor when index.tensor!.dtype == ScalarType.Bool => index.tensor.Rank,
                _ => 1,
            };
        }
        if (named > tensor.Rank)
        {
            throw Failure.Torch($"too many indices for tensor of dimension {tensor.Rank}");
        }
        int at = 0;
        bool isOpen = true;
        foreach (var index in indices)
        {
            if (index.kind == TensorIndex.Kind.Ellipsis)
            {
                for (int i = isOpen ? tensor.Rank - named : 0; i > 0; i--)
                {
                    Keep(tensor, at++);
                }
                isOpen = false;
            }
            else
            {
                at = Add(tensor, index, at);
            }
        }
        while (at < tensor.Rank)
        {
            Keep(tensor, at++);
        }
    }

    /// <summary>Whether it is a view of the tensor, without picking slices.</summary>
    internal bool IsView => picks.Count == 0;

    /// <summary>
    /// The dimension of the view whose slices are picked; it stands for as many dimensions as there are tensors of indices.
    /// </summary>
    internal int PickedDimension => pickedDimension;

    internal long[] Sizes => [.. sizes];

    internal long[] Strides => [.. strides];

    internal long Offset => offset;

    /// <summary>
    /// The tensors of indices as one tensor that counts through the dimensions they stand for; the caller disposes it, known to nobody.
    /// </summary>
    internal Tensor Picked()
    {
        long[] shape = [];
        foreach (var pick in picks)
        {
            shape = TorchSharp.Strides.Broadcast(shape, pick.Sizes);
        }
        var result = new long[TorchSharp.Strides.Count(shape)];
        for (int i = 0; i < picks.Count; i++)
        {
            long size = sizes[pickedDimension + i];
            using var scope = DisposeScopeManager.NewScope(isPrivate: true);
            long[] places = picks[i].to_type(ScalarType.Int64).expand(shape).data<long>().ToArray();
            for (int j = 0; j < result.Length; j++)
            {
                long place = places[j] < 0 ? places[j] + size : places[j];
                if (place < 0 || place >= size)
                {
                    throw Failure.Torch($"index {places[j]} is out of bounds for dimension {i} with size {size}");
                }
                result[j] = (result[j] * size) + place;
            }
        }
        var index = Tensor.Dense(shape, TorchSharp.Strides.RowMajor(shape), ScalarType.Int64);
        unsafe
        {
            result.CopyTo(new Span<long>(index.Address, result.Length));
        }
        return index;
    }

    /// <summary>The sizes of the view with the picked dimensions as one.</summary>
    internal long[] MergedSizes()
    {
        long merged = TorchSharp.Strides.Count(Sizes.AsSpan(pickedDimension, picks.Count));
        return [.. sizes[..pickedDimension], merged, .. sizes[(pickedDimension + picks.Count)..]];
    }

    int Add(Tensor tensor, in TensorIndex index, int at)
    {
        switch (index.kind)
        {
            case TensorIndex.Kind.None:
                added++;
                sizes.Add(1);
                strides.Add(1);
                return at;
            case TensorIndex.Kind.Single:
                long size = tensor.Sizes[at], place = index.start!.Value;
                if (place < -size || place >= size)
                {
                    throw Failure.Torch($"index {place} is out of bounds for dimension {at + added} with size {size}");
                }
                offset += (place < 0 ? place + size : place) * tensor.Steps[at];
                return at + 1;
            case TensorIndex.Kind.Slice:
                var (start, count, step) = Bounds(index, tensor.Sizes[at]);
                offset += count == 0 ? 0 : start * tensor.Steps[at];
                sizes.Add(count);
                strides.Add(tensor.Steps[at] * step);
                return at + 1;
            default:
                return AddPick(tensor, index.tensor!, at);
        }
    }

    int AddPick(Tensor tensor, Tensor pick, int at)
    {
        if (pickedDimension >= 0 && pickedDimension + picks.Count != sizes.Count)
        {
            throw Failure.NotHere("several tensors of indices with other indices between them");
        }
        pickedDimension = pickedDimension < 0 ? sizes.Count : pickedDimension;
        if (pick.dtype != ScalarType.Bool)
        {
            Keep(tensor, at);
            picks.Add(pick);
            return at + 1;
        }
        bool[] holds = pick.data<bool>().ToArray();
        long[] places = [.. Enumerable.Range(0, holds.Length).Where(i => holds[i]).Select(i => (long)i)];
        for (int i = 0; i < pick.Rank; i++)
        {
            if (pick.Sizes[i] != tensor.Sizes[at + i])
            {
                throw Failure.Torch($"The shape of the mask {TorchSharp.Strides.Text(pick.Sizes)} at index {i} does not match the shape of the indexed tensor {TorchSharp.Strides.Text(tensor.Sizes)} at index {at + i}");
            }
            Keep(tensor, at + i);
            long inner = TorchSharp.Strides.Count(pick.Sizes[(i + 1)..]), own = pick.Sizes[i];
            picks.Add(torch.tensor(Array.ConvertAll(places, place => place / inner % own)));
        }
        return at + pick.Rank;
    }

    void Keep(Tensor tensor, int at)
    {
        sizes.Add(tensor.Sizes[at]);
        strides.Add(tensor.Steps[at]);
    }

    static (long Start, long Count, long Step) Bounds(in TensorIndex index, long size)
    {
        long step = index.step ?? 1;
        if (step <= 0)
        {
            throw Failure.Torch("slice step must be positive");
        }
        long start = Inside(index.start ?? 0, size), stop = Inside(index.stop ?? size, size);
        return (start, stop > start ? (stop - start + step - 1) / step : 0, step);
    }

    static long Inside(long place, long size) => Math.Clamp(place < 0 ? place + size : place, 0, size);
}
