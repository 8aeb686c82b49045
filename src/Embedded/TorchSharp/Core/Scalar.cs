
namespace TorchSharp;

/// <summary>A number beside tensors. Its type takes part in promotion only by its kind.</summary>
public sealed class Scalar : IDisposable
{
    readonly double real;
    readonly long integer;

    Scalar(double value, ScalarType type)
    {
        real = value;
        integer = double.IsNaN(value) ? 0 : (long)value;
        Type = type;
    }

    Scalar(long value, ScalarType type)
    {
        real = value;
        integer = value;
        Type = type;
    }

    public ScalarType Type { get; }

    internal double Real => real;

    internal long Integer => integer;

    public static implicit operator Scalar(byte value) => new(value, ScalarType.Byte);

    public static implicit operator Scalar(int value) => new(value, ScalarType.Int32);

    public static implicit operator Scalar(long value) => new(value, ScalarType.Int64);

    public static implicit operator Scalar(float value) => new(value, ScalarType.Float32);

    public static implicit operator Scalar(double value) => new(value, ScalarType.Float64);

    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, ScalarType.Bool);

    /// <summary>Nothing to free here; the published package's scalars are native.</summary>
    public void Dispose()
    {
    }
}
