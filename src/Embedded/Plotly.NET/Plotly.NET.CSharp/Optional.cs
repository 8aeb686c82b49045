using Microsoft.FSharp.Core;

namespace Plotly.NET.CSharp;

/// <summary>A parameter that may be left out. A value becomes one by itself.</summary>
public readonly record struct Optional<T>(T Value, bool IsSome)
{
    public static implicit operator Optional<T>(T Value) => new(Value, true);

    internal FSharpOption<T>? ToOption() => IsSome ? FSharpOption<T>.Some(Value) : null;
}
