namespace TransferLearning.Tests.Lessons;

public class LiveProgressTests
{
    private readonly List<string> shown = [];

    [Fact]
    public void It_tells_epoch_loss_and_time_left()
    {
        new LiveProgress(shown.Add).Report(Training(epoch: 2, isFinished: false));

        Assert.Contains("frozen · epoch 2 of 4 · loss 0.500 · accuracy 0.750 · 10 s left", Assert.Single(shown));
    }

    [Fact]
    public void Reports_in_quick_succession_are_left_out_but_never_the_last()
    {
        var live = new LiveProgress(shown.Add);
        for (int i = 0; i < 100; i++)
        {
            live.Report(Training(epoch: 2, isFinished: false));
        }

        live.Report(Training(epoch: 4, isFinished: true));

        Assert.InRange(shown.Count, 2, 20);
        Assert.Equal("<div>frozen: 4 epochs done.</div>", shown[^1]);
    }

    [Fact]
    public void Names_cannot_bring_markup_along()
    {
        new LiveProgress(shown.Add).Report(new StepProgress("<b>decoding</b>", 1, 2, TimeSpan.FromSeconds(1)));

        Assert.Contains("&lt;b&gt;decoding", Assert.Single(shown));
    }

    [Fact]
    public void Trainings_of_a_comparison_are_counted()
    {
        var live = new LiveProgress(shown.Add);
        live.Report(new ExperimentProgress(42, Strategy.Scratch, Training(4, isFinished: true)));
        live.Report(new ExperimentProgress(42, Strategy.Frozen, Training(4, isFinished: true)) { IsFound = true });

        Assert.Equal("<div>2 trainings done</div>", shown[^1]);
    }

    private static TrainingProgress Training(int epoch, bool isFinished) =>
        new("frozen", epoch, 4, 1, 1, 0.5, 0.75, [], TimeSpan.FromSeconds(10)) { IsFinished = isFinished };
}
