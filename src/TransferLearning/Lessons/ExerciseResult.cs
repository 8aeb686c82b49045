using TransferLearning.Display;

namespace TransferLearning;

/// <summary>Whether an exercise is solved.</summary>
/// <param name="Name">Number and name.</param>
/// <param name="IsSolved">Whether the answer holds.</param>
/// <param name="Hint">What to look at when it does not.</param>
[TypeFormatterSource(typeof(ExerciseResultDisplay))]
public sealed record ExerciseResult(string Name, bool IsSolved, string Hint)
{
    /// <summary>As in "✓ 1.2 A confident mistake".</summary>
    public override string ToString() => IsSolved ? $"✓ {Name}" : $"✗ {Name}: not yet. {Hint}";
}
