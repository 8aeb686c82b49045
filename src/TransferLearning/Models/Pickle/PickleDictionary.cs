namespace TransferLearning;

/// <summary>A Python dict or OrderedDict. As in Python, the later of two equal keys wins.</summary>
internal sealed class PickleDictionary
{
    // Made when the first entry comes: a hostile file makes millions of empty ones.
    private Dictionary<object, object?>? entries;

    public IEnumerable<KeyValuePair<object, object?>> Entries => entries ?? [];

    public object? this[string key] => entries?.GetValueOrDefault(key);

    public void Set(object? key, object? value)
    {
        if (key is not (string or long or double or bool or PickleTuple))
        {
            throw Unusable.Damaged("a dictionary has a key of a kind that no dictionary has");
        }

        entries ??= [];
        entries[key] = value;
    }
}
