using Microsoft.DotNet.Interactive.Commands;
using Microsoft.DotNet.Interactive.Formatting;

namespace Microsoft.DotNet.Interactive.Events;

/// <summary>Something to be shown below a cell.</summary>
public abstract class DisplayEvent : KernelEvent
{
    private protected DisplayEvent(object? value, KernelCommand command, IReadOnlyCollection<FormattedValue>? formattedValues, string? valueId)
        : base(command)
    {
        Value = value;
        FormattedValues = formattedValues ?? [];
        ValueId = valueId;
    }

    /// <summary>The value itself.</summary>
    public object? Value { get; }

    /// <summary>The value as text, once for each MIME type.</summary>
    public IReadOnlyCollection<FormattedValue> FormattedValues { get; }

    /// <summary>Names the place where it is shown, if it can be updated.</summary>
    public string? ValueId { get; }
}
