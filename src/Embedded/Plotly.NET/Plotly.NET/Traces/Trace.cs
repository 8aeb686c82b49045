namespace Plotly.NET;

/// <summary>One series of a figure.</summary>
public class Trace : IFields
{
    private readonly Fields _fields = new();

    public Trace(string traceTypeName) => _fields.Set("type", traceTypeName);

    Fields IFields.Fields => _fields;
}
