using System.Numerics;

namespace TorchSharp;

/// <summary>A function of one number, one at a time and a vector at a time.</summary>
internal interface IUnary<T>
    where T : unmanaged
{
    /// <summary>False where the vector form does not exist.</summary>
    static virtual bool IsVector => true;

    static abstract T Apply(T x);

    static virtual Vector<T> Apply(Vector<T> x) => throw new NotSupportedException();
}
