namespace TransferLearning;

/// <summary>A progress bar with time left, in a notebook one output that is updated in place, on a console lines. Ends as "20 epochs in 11.4 s".</summary>
public sealed class LiveProgress(string title) : IProgress<TrainingProgress>, IProgress<ComparisonProgress>, IProgress<StepProgress>
{
    public void Report(TrainingProgress value) => throw new NotImplementedException();
    public void Report(ComparisonProgress value) => throw new NotImplementedException();
    public void Report(StepProgress value) => throw new NotImplementedException(title);
}
