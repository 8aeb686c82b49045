using TransferLearning.Display;

namespace TransferLearning;

/// <summary>The course of one training: its epochs, and which of them was best on the validation pictures.</summary>
/// <param name="Name">What was trained, for headings: "frozen", "fine-tuned", ...</param>
/// <param name="Epochs">One entry an epoch, in order.</param>
/// <param name="KeptEpoch">Number (from 1) of the epoch whose weights the model holds now; 0 when there was no epoch.</param>
/// <param name="PreparationSeconds">Time spent before the first epoch on what is done once: decoding pictures, running the frozen part.</param>
[TypeFormatterSource(typeof(HistoryDisplay))]
public sealed record History(string Name, IReadOnlyList<EpochResult> Epochs, int KeptEpoch, double PreparationSeconds = 0)
{
    /// <summary>Everything together, in seconds.</summary>
    public double Seconds => PreparationSeconds + Epochs.Sum(epoch => epoch.Seconds);

    /// <summary>One line for people.</summary>
    public override string ToString() => KeptEpoch == 0
        ? $"{Name}: no epoch yet"
        : $"{Name}: {Epochs.Count} epochs, kept {KeptEpoch} with validation accuracy {Kept.ValidationAccuracy:0.000}, loss {Kept.ValidationLoss:0.000}";

    /// <summary>The epoch whose weights the model holds now.</summary>
    /// <exception cref="InvalidOperationException">There was no epoch.</exception>
    public EpochResult Kept => KeptEpoch > 0
        ? Epochs[KeptEpoch - 1]
        : throw new InvalidOperationException($"The history of \"{Name}\" has no epoch yet.");
}
