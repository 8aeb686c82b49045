using TransferLearning;

namespace Lab.Display;

/// <summary>Shows a single training as <see cref="ExperimentDisplay"/> shows many.</summary>
internal static class TrainingDisplay
{
    public static Task<History> ShowAsync(Func<IProgress<TrainingProgress>, Task<History>> action) =>
        ExperimentDisplay.ShowAsync(1, progress => action(new Relay<TrainingProgress>(training => progress.Report(new ExperimentProgress(null, Strategy.Scratch, training)))));
}
