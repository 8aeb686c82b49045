namespace TorchSharp;

/// <summary>Whether a shape can be laid over strided memory.</summary>
internal static class Reshaping
{
    /// <summary>
    /// The strides that show the same elements, in the same logical order, under another shape; null where only a copy can.
    /// Goes through runs of old dimensions that are dense among themselves and splits each run into new dimensions.
    /// </summary>
    internal static long[]? Strides(ReadOnlySpan<long> sizes, ReadOnlySpan<long> strides, ReadOnlySpan<long> wanted)
    {
        var result = new long[wanted.Length];
        if (TorchSharp.Strides.Count(sizes) <= 1)
        {
            Array.Fill(result, 1);
            return TorchSharp.Strides.Count(sizes) == 0 ? TorchSharp.Strides.RowMajor(wanted) : result;
        }
        int next = wanted.Length - 1;
        long run = 1, covered = 1, step = strides.Length > 0 ? strides[^1] : 1;
        for (int i = sizes.Length - 1; i >= 0; i--)
        {
            run *= sizes[i];
            bool isLastOfRun = i == 0 || (sizes[i - 1] != 1 && strides[i - 1] != run * step);
            if (!isLastOfRun)
            {
                continue;
            }
            while (next >= 0 && (covered < run || wanted[next] == 1))
            {
                result[next] = covered * step;
                covered *= wanted[next--];
            }
            if (covered != run)
            {
                return null;
            }
            if (i > 0)
            {
                (run, covered, step) = (1, 1, strides[i - 1]);
            }
        }
        return next < 0 ? result : null;
    }
}
