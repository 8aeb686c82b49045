namespace TorchSharp;

/// <summary>Elementwise functions of two numbers with a result of the same type.</summary>
internal enum BinaryKind
{
    Add,
    Subtract,
    Multiply,
    Divide,
    Maximum,
    Minimum,
    Power,
    FloorDivide,
    Remainder,

    /// <summary>The first where the second is above zero, else zero: the gradient of a rectifier from its output.</summary>
    WherePositive,

    /// <summary>The first times y(1 − y), with y a sigmoid's output.</summary>
    SigmoidGradient,

    /// <summary>The first times 1 − y², with y a hyperbolic tangent's output.</summary>
    TanhGradient,
}
