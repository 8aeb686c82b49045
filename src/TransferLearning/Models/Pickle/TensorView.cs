namespace TransferLearning;

/// <summary>A tensor as a pickle describes it: which numbers of a storage, in which order.</summary>
/// <param name="Storage">Where the numbers are.</param>
/// <param name="Offset">The first one, counted in numbers.</param>
/// <param name="Shape">Sizes.</param>
/// <param name="Strides">Steps in the storage, counted in numbers.</param>
internal sealed record TensorView(StorageReference Storage, long Offset, long[] Shape, long[] Strides)
{
    private const int MostDimensions = 64;   // PyTorch's own limit

    /// <summary>How many numbers the tensor has.</summary>
    public long Count { get; } = Shape.Aggregate(1L, (count, size) => count * size);

    /// <summary>From the first to behind the last number that it touches.</summary>
    public long Extent => Count == 0 ? 0 : 1 + Shape.Zip(Strides, (size, stride) => (size - 1) * stride).Sum();

    /// <summary>Whether its numbers follow each other in the storage as they do in the tensor.</summary>
    public bool IsContiguous => Extent == Count && RunLength == Count;

    /// <summary>How many numbers follow each other before the first jump.</summary>
    public long RunLength
    {
        get
        {
            long run = 1;
            for (int dimension = Shape.Length - 1; dimension >= 0; dimension--)
            {
                if (Shape[dimension] != 1 && Strides[dimension] != run)
                {
                    break;
                }

                run *= Shape[dimension];
            }

            return run;
        }
    }

    /// <summary>Makes a view of what <c>torch._utils._rebuild_tensor</c> is called with, if it is one that a storage can have.</summary>
    public static TensorView From(object? storage, object? offset, object? shape, object? strides)
    {
        if (storage is not StorageReference reference || offset is not long first || shape is not PickleTuple sizes || strides is not PickleTuple steps)
        {
            throw Unusable.Damaged("it describes a tensor in a way that PyTorch does not");
        }

        var view = (Storage: reference, Offset: first, Shape: Integers(sizes), Strides: Integers(steps));
        Check(view.Storage, view.Offset, view.Shape, view.Strides);
        return new TensorView(reference, reference.First + first, view.Shape, view.Strides);
    }

    private static long[] Integers(PickleTuple tuple) => tuple.Items.Length <= MostDimensions && tuple.Items.All(item => item is >= 0L and <= int.MaxValue)
        ? [.. tuple.Items.Select(item => (long)item!)]
        : throw Unusable.Damaged("a tensor has sizes or strides that no tensor has");

    private static void Check(StorageReference storage, long offset, long[] shape, long[] strides)
    {
        if (shape.Length != strides.Length)
        {
            throw Unusable.Damaged($"a tensor has {shape.Length} sizes but {strides.Length} strides");
        }

        if (shape.Contains(0))
        {
            return;   // touches nothing
        }

        // From the smallest stride to the largest, each must step over all that the smaller ones reach: then no number is met twice.
        Int128 reach = 1;
        foreach ((long size, long stride) in shape.Zip(strides).Where(dimension => dimension.First > 1).OrderBy(dimension => dimension.Second))
        {
            if (stride < reach)
            {
                throw Unusable.Refused("a tensor in it overlaps itself; save a clone() of it");
            }

            reach += (Int128)(size - 1) * stride;
        }

        if (offset < 0 || (Int128)storage.First + offset + reach > storage.Count)
        {
            throw Unusable.Damaged("a tensor reaches out of its storage");
        }
    }
}
