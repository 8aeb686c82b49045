using Microsoft.FSharp.Core;

namespace Plotly.NET;

internal static class FieldsExtensions
{
    /// <summary>Sets a value, and leaves things as they are where there is none.</summary>
    public static TOwner With<TOwner, TValue>(this TOwner owner, string name, FSharpOption<TValue>? value)
        where TOwner : IFields
    {
        if (value is not null)
        {
            owner.Fields.Set(name, value.Value);
        }

        return owner;
    }
}
