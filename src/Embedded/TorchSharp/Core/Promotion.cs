
namespace TorchSharp;

/// <summary>
/// PyTorch's rules for the type of a result: kinds are ordered bool, integer, floating point, and within a kind the wider one wins.
/// </summary>
internal static class Promotion
{
    internal static bool IsFloatingPoint(this ScalarType type) =>
        type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.Float16 or ScalarType.BFloat16;

    internal static bool IsIntegral(this ScalarType type) =>
        type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32 or ScalarType.Int64;

    internal static int Size(this ScalarType type) => type switch
    {
        ScalarType.Byte or ScalarType.Bool or ScalarType.Int8 => 1,
        ScalarType.Int16 => 2,
        ScalarType.Int32 or ScalarType.Float32 => 4,
        ScalarType.Int64 or ScalarType.Float64 => 8,
        _ => throw Failure.NotHere($"the element type {type}"),
    };

    /// <summary>PyTorch's own word for a type, as its messages use it.</summary>
    internal static string TorchName(this ScalarType type) => type switch
    {
        ScalarType.Byte => "Byte",
        ScalarType.Int8 => "Char",
        ScalarType.Int16 => "Short",
        ScalarType.Int32 => "Int",
        ScalarType.Int64 => "Long",
        ScalarType.Float32 => "Float",
        ScalarType.Float64 => "Double",
        _ => type.ToString(),
    };

    internal static ScalarType Common(ScalarType a, ScalarType b)
    {
        if (a == b)
        {
            return a;
        }
        if (Kind(a) != Kind(b))
        {
            return Kind(a) > Kind(b) ? a : b;
        }
        if ((a, b) is (ScalarType.Byte, ScalarType.Int8) or (ScalarType.Int8, ScalarType.Byte))
        {
            return ScalarType.Int16;
        }
        return a.Size() >= b.Size() ? a : b;
    }

    /// <summary>The type of a result of two tensors: one without dimensions counts only by its kind.</summary>
    internal static ScalarType Common(Tensor a, Tensor b)
    {
        if (a.Rank == 0 && b.Rank > 0)
        {
            return WithScalar(b.dtype, a.dtype);
        }
        return b.Rank == 0 && a.Rank > 0 ? WithScalar(a.dtype, b.dtype) : Common(a.dtype, b.dtype);
    }

    /// <summary>The type of a result of a tensor and a plain number.</summary>
    internal static ScalarType Common(Tensor a, Scalar b)
    {
        if (Kind(b.Type) <= Kind(a.dtype))
        {
            return a.dtype;
        }
        return b.Type.IsFloatingPoint() ? ScalarType.Float32 : b.Type == ScalarType.Bool ? ScalarType.Bool : ScalarType.Int64;
    }

    static ScalarType WithScalar(ScalarType tensor, ScalarType scalar) => Kind(scalar) > Kind(tensor) ? scalar : tensor;

    static int Kind(ScalarType type) => type == ScalarType.Bool ? 0 : type.IsIntegral() ? 1 : 2;
}
