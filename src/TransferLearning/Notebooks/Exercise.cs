using System.Globalization;

namespace TransferLearning;

/// <summary>
/// Whether an exercise is solved. Shows the hint only after a wrong try, never at an answer that is still empty, and never the answer.
/// </summary>
/// <param name="Name">Number and name, as in "1.2 A confident mistake".</param>
/// <param name="IsSolved">Whether the answer is right.</param>
/// <param name="Hint">What to look at after a wrong try; null when solved or not answered yet.</param>
public sealed record ExerciseResult(string Name, bool IsSolved, string? Hint)
{
    /// <summary>As in "✓ 1.2 A confident mistake".</summary>
    public override string ToString() => IsSolved ? $"✓ {Name}" : Hint is null ? $"✗ {Name}: not answered yet."
        : $"✗ {Name}: not yet. {Hint}";
}

/// <summary>Checks a reader's answers. A wrong one is told and never throws, so that the notebook runs on.</summary>
public static class Exercise
{
    /// <summary>Checks what the reader wrote by what it does.</summary>
    /// <param name="name">Number and name of the exercise.</param>
    /// <param name="isSolved">Whether the answer is right. <see cref="NotImplementedException"/>, a null that is used and a null in
    /// <see cref="IsNear"/> say that there is none yet.</param>
    /// <param name="hint">What to look at after a wrong try.</param>
    public static ExerciseResult Check(string name, Func<bool> isSolved, string hint)
    {
        try
        {
            return isSolved() ? new(name, true, null) : new(name, false, hint);
        }
        catch (Exception exception) when (exception is NotImplementedException or NullReferenceException or ArgumentNullException)
        {
            return new(name, false, null);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // libtorch adds a backtrace of many lines to its messages.
            return new(name, false, $"Your code stopped with: {exception.Message.Split('\n')[0].TrimEnd('.', '\r', ' ')}. {hint}");
        }
    }

    /// <summary>Checks a number against a hash, so that neither check nor notebook holds it.</summary>
    /// <param name="name">Number and name of the exercise; it salts the hash.</param>
    /// <param name="answer">The number; null is no answer yet.</param>
    /// <param name="hash">From <see cref="HashOf"/>.</param>
    /// <param name="hint">What to look at after a wrong try.</param>
    /// <param name="digits">To so many decimal places it is rounded first.</param>
    public static ExerciseResult CheckAnswer(string name, double? answer, string hash, string hint, int digits = 0) =>
        Check(name, () => HashOf(name, answer ?? throw new NotImplementedException(), digits) == hash, hint);

    /// <summary>The hash of a right answer, for authors of exercises: run it once, outside the notebook.</summary>
    public static string HashOf(string name, double answer, int digits = 0)
    {
        double rounded = Math.Round(answer, digits, MidpointRounding.AwayFromZero) + 0.0;   // no -0
        return Numbers.Hash($"{name}\n{rounded.ToString($"F{digits}", CultureInfo.InvariantCulture)}")[..12];
    }

    /// <summary>Whether a figure is near the right one; null says that there is none yet, by the exception that Check knows.</summary>
    /// <param name="answer">The reader's figure; NaN is not near anything.</param>
    /// <param name="expected">The right figure.</param>
    /// <param name="tolerance">Largest difference that counts as right.</param>
    public static bool IsNear(double? answer, double expected, double tolerance) =>
        Math.Abs((answer ?? throw new NotImplementedException()) - expected) <= tolerance;
}
