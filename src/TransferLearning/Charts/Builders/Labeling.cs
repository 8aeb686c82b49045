namespace TransferLearning.Charting;

/// <summary>Keeps labels of one column from covering each other.</summary>
internal static class Labeling
{
    /// <summary>Moves middles of the given heights as little as needed so that none overlaps the next, and all stay within the limits if they fit.</summary>
    public static double[] Spread(double[] middles, double[] heights, double top, double bottom)
    {
        int[] order = [.. Enumerable.Range(0, middles.Length).OrderBy(i => middles[i])];
        double[] result = [.. middles];

        // Neighbours that overlap become a block that stands where its members wish on average; blocks that meet merge.
        var blocks = new List<(List<int> Members, double Height, double Middle)>();
        foreach (int i in order)
        {
            (List<int> Members, double Height, double Middle) block = ([i], heights[i], middles[i]);
            while (blocks.Count > 0 && blocks[^1].Middle + (blocks[^1].Height / 2) > block.Middle - (block.Height / 2))
            {
                var (members, height, middle) = blocks[^1];
                blocks.RemoveAt(blocks.Count - 1);
                int count = members.Count + block.Members.Count;
                block = ([.. members, .. block.Members], height + block.Height, ((middle * members.Count) + (block.Middle * block.Members.Count)) / count);
            }

            double limit = Math.Max(top + (block.Height / 2), bottom - (block.Height / 2));
            blocks.Add((block.Members, block.Height, Math.Clamp(block.Middle, top + (block.Height / 2), limit)));
        }

        foreach ((List<int> members, double height, double middle) in blocks)
        {
            double y = middle - (height / 2);
            foreach (int i in members)
            {
                result[i] = y + (heights[i] / 2);
                y += heights[i];
            }
        }

        return result;
    }
}
