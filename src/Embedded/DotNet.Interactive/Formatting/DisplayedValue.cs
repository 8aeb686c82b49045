namespace Microsoft.DotNet.Interactive.Formatting;

/// <summary>A value that has been displayed, and may be again in the same place.</summary>
public class DisplayedValue(object? value, IReadOnlyList<FormattedValue> formattedValues)
{
    private string? displayId;

    /// <summary>Names the place.</summary>
    public string DisplayId => displayId ??= Guid.NewGuid().ToString();

    /// <summary>Whether <see cref="Update"/> has been called.</summary>
    public bool IsUpdated { get; private set; }

    /// <summary>What is shown.</summary>
    public IReadOnlyList<FormattedValue> FormattedValues { get; private set; } = formattedValues ?? throw new ArgumentNullException(nameof(formattedValues));

    /// <summary>The value itself.</summary>
    public object? Value { get; private set; } = value;

    /// <summary>Shows another value in the same place, in the MIME types of the first.</summary>
    public void Update(object? updatedValue)
    {
        IsUpdated = true;
        Value = updatedValue;
        FormattedValues = FormattedValue.CreateManyFromObject(updatedValue, [.. FormattedValues.Select(shown => shown.MimeType)]);
        Formatter.Raise(this);
    }
}
