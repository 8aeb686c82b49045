namespace TorchSharp;

/// <summary>Elementwise functions of one number.</summary>
internal enum UnaryKind
{
    Negate,
    Absolute,
    Sign,
    Square,
    Relu,
    Exponential,
    Logarithm,
    Logarithm1Plus,
    ExponentialMinus1,
    SquareRoot,
    ReciprocalSquareRoot,
    Reciprocal,
    Sigmoid,
    HyperbolicTangent,
    Sine,
    Cosine,
    ErrorFunction,
    Floor,
    Ceiling,
    Round,
    Truncate,
}
