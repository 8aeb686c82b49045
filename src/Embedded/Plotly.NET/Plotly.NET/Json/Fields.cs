using System.Diagnostics.CodeAnalysis;

namespace Plotly.NET;

/// <summary>Named values in the order in which they were first set.</summary>
internal sealed class Fields : IFields
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, object?> _values = [];

    Fields IFields.Fields => this;

    public IEnumerable<(string Name, object? Value)> All => _names.Select(name => (name, _values[name]));

    public void Set(string name, object? value)
    {
        if (!_values.ContainsKey(name))
        {
            _names.Add(name);
        }

        _values[name] = value;
    }

    public bool TryGet<T>(string name, [NotNullWhen(true)] out T? value)
    {
        value = _values.TryGetValue(name, out object? found) && found is T typed ? typed : default;
        return value is not null;
    }

    /// <summary>Takes over what <paramref name="other"/> has; objects on both sides are joined in the same way.</summary>
    public void Join(Fields other)
    {
        foreach ((string name, object? value) in other.All)
        {
            if (value is IFields theirs && TryGet(name, out IFields? ours))
            {
                ours.Fields.Join(theirs.Fields);
            }
            else
            {
                Set(name, value);
            }
        }
    }
}
