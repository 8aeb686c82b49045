namespace TorchSharp;

/// <summary>Elementwise comparisons of two numbers.</summary>
internal enum ComparisonKind
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    And,
    Or,
    ExclusiveOr,
}
