namespace TransferLearning.Tests.Downloads;

/// <summary>Hears of progress at once, in order, on the thread that makes it.</summary>
internal sealed class Immediately(Action<StepProgress> hear) : IProgress<StepProgress>
{
    public void Report(StepProgress value) => hear(value);
}
