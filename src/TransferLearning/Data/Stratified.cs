namespace TransferLearning;

/// <summary>
/// Chance with the classes kept in proportion. Results are sorted by label, then path, so that only the choice depends on the seed.
/// </summary>
internal static class Stratified
{
    /// <summary>Each class shuffled, one after the other.</summary>
    public static IEnumerable<ImageFile[]> Shuffled(IEnumerable<ImageFile> files, Random random)
    {
        foreach (IGrouping<int, ImageFile> group in files.GroupBy(file => file.Label).OrderBy(group => group.Key))
        {
            ImageFile[] shuffled = [.. group];
            random.Shuffle(shuffled);
            yield return shuffled;
        }
    }

    /// <summary>Cuts every class at the same shares.</summary>
    /// <param name="files">What to cut.</param>
    /// <param name="cuts">Where to cut, ascending, between 0 and 1.</param>
    /// <param name="random">Chooses what goes where.</param>
    public static IReadOnlyList<ImageFile>[] Cut(IEnumerable<ImageFile> files, double[] cuts, Random random)
    {
        List<ImageFile>[] parts = [.. Enumerable.Range(0, cuts.Length + 1).Select(_ => new List<ImageFile>())];
        foreach (ImageFile[] group in Shuffled(files, random))
        {
            // Rounding where the cuts fall, rather than each share, loses no image.
            int[] ends = [0, .. cuts.Select(cut => (int)Math.Round(cut * group.Length, MidpointRounding.AwayFromZero)), group.Length];
            for (int part = 0; part < parts.Length; part++)
            {
                parts[part].AddRange(group[ends[part]..ends[part + 1]]);
            }
        }

        return [.. parts.Select(Sorted)];
    }

    /// <summary>So many files; each class has its share, and the largest remainders get what rounding down leaves.</summary>
    public static IReadOnlyList<ImageFile> Take(IReadOnlyList<ImageFile> files, int count, Random random)
    {
        ImageFile[][] groups = [.. Shuffled(files, random)];
        double[] shares = [.. groups.Select(group => (double)count * group.Length / files.Count)];
        int[] whole = [.. shares.Select(share => (int)share)];
        int[] byRemainder = [.. Enumerable.Range(0, groups.Length).OrderByDescending(i => shares[i] - whole[i])];
        for (int i = 0, left = count - whole.Sum(); i < left; i++)
        {
            whole[byRemainder[i]]++;
        }

        return Sorted(groups.Zip(whole, (group, share) => group.Take(share)).SelectMany(taken => taken));
    }

    public static IReadOnlyList<ImageFile> Sorted(IEnumerable<ImageFile> files) =>
        [.. files.OrderBy(file => file.Label).ThenBy(file => file.Path, StringComparer.Ordinal)];
}
