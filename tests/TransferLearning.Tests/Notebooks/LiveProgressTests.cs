namespace TransferLearning.Tests.Notebooks;

public class LiveProgressTests
{
    private readonly List<string> _shown = [];

    private static TrainingProgress At(int epoch, int batch, string name = "frozen") =>
        new(name, epoch, 20, batch, 10, 0.1234, 0.9, [], TimeSpan.FromSeconds(epoch == 20 ? 11.4 : 3));

    [Fact]
    public void Shows_title_epoch_loss_accuracy_and_time_left()
    {
        new LiveProgress("Training <the> head", _shown.Add).Report(At(5, 10));
        Assert.Contains("<strong>Training &lt;the&gt; head</strong>", Assert.Single(_shown));
        Assert.Contains("value=\"0.250\"", _shown[0]);
        Assert.Contains("frozen · epoch 5 of 20 · loss 0.123 · accuracy 0.900 · 9 s left", _shown[0]);
    }

    [Fact]
    public void Ends_as_one_line_and_never_misses_the_end()
    {
        var live = new LiveProgress("Training", _shown.Add);
        for (int batch = 0; batch < 10; batch++)
        {
            live.Report(At(19, batch));
        }

        live.Report(At(20, 10) with { IsFinished = true });
        Assert.Equal("<div>frozen: 20 epochs in 11.4 s</div>", _shown[^1]);
        Assert.Equal(2, _shown.Count);   // the states between came within a quarter of a second
    }

    [Fact]
    public void What_has_ended_stays_above_what_follows()
    {
        var live = new LiveProgress("Training", _shown.Add);
        live.Report(At(20, 10) with { IsFinished = true });
        live.Report(At(20, 10, "fine-tuned") with { IsFinished = true });
        Assert.Equal("<div>frozen: 20 epochs in 11.4 s</div><div>fine-tuned: 20 epochs in 11.4 s</div>", _shown[^1]);
    }

    [Fact]
    public void A_comparison_ends_with_the_number_of_trainings()
    {
        var live = new LiveProgress("Comparing", _shown.Add);
        live.Report(new ComparisonProgress(42, Strategy.Frozen, At(5, 10), 1, 3));
        live.Report(new ComparisonProgress(42, Strategy.FineTuned, At(20, 10) with { IsFinished = true }, 2,
            3));   // two were done before it
        Assert.Contains("training 2 of 3, seed 42 · frozen · epoch 5 of 20", _shown[0]);
        Assert.StartsWith("<div>Comparing: 3 trainings in ", _shown[^1]);
    }

    [Fact]
    public void A_step_ends_with_what_was_done()
    {
        var live = new LiveProgress("Images", _shown.Add);
        live.Report(new StepProgress("decoding images", 1200, 1200, TimeSpan.FromSeconds(2)));
        Assert.Equal("<div>decoding images: 1,200 in 2.0 s</div>", _shown[^1]);
    }
}
