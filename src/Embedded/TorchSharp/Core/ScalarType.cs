namespace TorchSharp;

public static partial class torch
{
    /// <summary>The element types of the package. This edition computes with Byte, Int32, Int64, Float32, Float64 and Bool.</summary>
    public enum ScalarType : sbyte
    {
        Byte = 0,
        Int8 = 1,
        Int16 = 2,
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        Float64 = 7,
        ComplexFloat32 = 9,
        ComplexFloat64 = 10,
        Bool = 11,
        QInt8 = 12,
        QUInt8 = 13,
        QInt32 = 14,
        BFloat16 = 15,
    }

    public static readonly ScalarType uint8 = ScalarType.Byte;
    public static readonly ScalarType int32 = ScalarType.Int32;
    public static readonly ScalarType @int = ScalarType.Int32;
    public static readonly ScalarType int64 = ScalarType.Int64;
    public static readonly ScalarType @long = ScalarType.Int64;
    public static readonly ScalarType float32 = ScalarType.Float32;
    public static readonly ScalarType @float = ScalarType.Float32;
    public static readonly ScalarType float64 = ScalarType.Float64;
    public static readonly ScalarType @double = ScalarType.Float64;
    public static readonly ScalarType @bool = ScalarType.Bool;

    /// <summary>The floating-point type of tensors that are made without naming one: float32.</summary>
    public static ScalarType get_default_dtype() => ScalarType.Float32;

    public static bool is_floating_point(ScalarType type) => type.IsFloatingPoint();

    public static bool is_integral(ScalarType type) => type.IsIntegral();

    /// <summary>The type that holds values of both types without loss of kind.</summary>
    public static ScalarType promote_types(ScalarType type1, ScalarType type2) => Promotion.Common(type1, type2);
}
