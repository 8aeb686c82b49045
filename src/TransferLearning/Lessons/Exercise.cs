namespace TransferLearning;

/// <summary>Checks a reader's answers. A wrong one is told kindly and never throws, so that the notebook runs on.</summary>
public static class Exercise
{
    /// <summary>Checks one exercise.</summary>
    /// <param name="name">Number and name, such as "1.2 A confident mistake".</param>
    /// <param name="isSolved">Whether the answer holds; an exception counts as no, and is told.</param>
    /// <param name="hint">What to look at when it does not hold.</param>
    public static ExerciseResult Check(string name, Func<bool> isSolved, string hint)
    {
        ArgumentNullException.ThrowIfNull(isSolved);
        try
        {
            return new ExerciseResult(name, isSolved(), hint);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new ExerciseResult(name, IsSolved: false, exception is NotImplementedException ? hint : $"{hint} (It stopped with: {NativeMessage.WithoutBacktrace(exception.Message)})");
        }
    }

    /// <summary>Whether a figure is there and near the right one.</summary>
    /// <param name="answer">The reader's figure; null and NaN are no answer.</param>
    /// <param name="expected">The right figure.</param>
    /// <param name="tolerance">Largest difference that counts as right.</param>
    public static bool IsNear(double? answer, double expected, double tolerance) => answer is { } value && Math.Abs(value - expected) <= tolerance;
}
