using System.Numerics;

namespace TorchSharp;

/// <summary>A function of two numbers, one at a time and a vector at a time.</summary>
internal interface IBinary<T>
    where T : unmanaged
{
    /// <summary>False where the vector form does not exist.</summary>
    static virtual bool IsVector => true;

    static abstract T Apply(T a, T b);

    static virtual Vector<T> Apply(Vector<T> a, Vector<T> b) => throw new NotSupportedException();
}
