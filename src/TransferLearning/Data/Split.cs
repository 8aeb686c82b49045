using TransferLearning.Display;

namespace TransferLearning;

/// <summary>
/// The three parts of a data set: what the model learns from, what choices are made by, and what is looked at once, at the end.
/// </summary>
/// <param name="Training">The weights learn from these.</param>
/// <param name="Validation">Epochs, rates and stopping are chosen by these.</param>
/// <param name="Test">The verdict; nothing is chosen by these.</param>
[TypeFormatterSource(typeof(SplitDisplay))]
public sealed record Split(PictureSet Training, PictureSet Validation, PictureSet Test)
{
    /// <summary>Names of the classes.</summary>
    public IReadOnlyList<string> Classes => Training.Classes;

    /// <summary>The three parts.</summary>
    public IEnumerable<PictureSet> Parts => [Training, Validation, Test];

    /// <summary>One line a part.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Parts);
}
