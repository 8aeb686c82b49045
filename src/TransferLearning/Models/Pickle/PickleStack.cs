namespace TransferLearning;

/// <summary>What an unpickler has at hand: a stack with marks, under the last of which nothing can be reached, and the memo.</summary>
internal sealed class PickleStack
{
    private readonly List<object?> items = [];
    private readonly Stack<int> marks = [];
    private readonly Dictionary<long, object?> memo = [];

    /// <summary>How many values have been noted.</summary>
    public int Noted => memo.Count;

    /// <summary>Whether the last thing put down is a mark.</summary>
    public bool EndsInMark => marks.Count > 0 && items.Count == Floor;

    private int Floor => marks.TryPeek(out int floor) ? floor : 0;

    public void Push(object? value) => items.Add(value);

    public void Mark() => marks.Push(items.Count);

    public object? Top() => items.Count > Floor ? items[^1] : throw Exhausted();

    public object? Pop()
    {
        object? top = Top();
        items.RemoveAt(items.Count - 1);
        return top;
    }

    /// <summary>Takes the last values off, in the order in which they were put down.</summary>
    public object?[] Take(int count)
    {
        if (items.Count - Floor < count)
        {
            throw Exhausted();
        }

        object?[] taken = [.. items[^count..]];
        items.RemoveRange(items.Count - count, count);
        return taken;
    }

    /// <summary>Takes off what lies above the last mark, and the mark.</summary>
    public object?[] TakeToMark()
    {
        object?[] taken = marks.Count > 0 ? Take(items.Count - Floor) : throw Exhausted();
        marks.Pop();
        return taken;
    }

    /// <summary>Notes the top for later.</summary>
    public void Note(long index) => memo[index] = Top();

    /// <summary>Puts down again what was noted.</summary>
    public void Recall(long index) =>
        Push(memo.TryGetValue(index, out object? value) ? value : throw Unusable.Damaged("it recalls something that it never noted"));

    private static InvalidDataException Exhausted() => Unusable.Damaged("its pickle takes more than it has put down");
}
