namespace TransferLearning.Tests.Notebooks;

public class LiveProgressTests
{
    private readonly List<string> _shown = [], _text = [];

    private static StepProgress At(double epochs, string name = "frozen") =>
        new(name, epochs, 20, TimeSpan.FromSeconds(epochs < 20 ? 3 : 11.4)) { Unit = "epoch", Details = epochs < 20 ? "loss 0.123" : "" };

    private static StepProgress Comparison(int done, string details) =>
        new("", done, 3, TimeSpan.FromSeconds(200)) { Unit = "run", Details = details };

    private void Show(LiveProgress.Shown shown)
    {
        _shown.Add(shown.Html);
        _text.Add(shown.Text);
    }

    [Fact]
    public void Shows_title_epoch_loss_accuracy_and_time_left()
    {
        new LiveProgress("Training <the> head", Show).Report(At(5));
        Assert.Contains("<strong>Training &lt;the&gt; head</strong>", Assert.Single(_shown));
        Assert.Contains("value=\"0.250\"", _shown[0]);
        Assert.Contains("frozen · 5 of 20 epochs · loss 0.123 · 9 s left", _shown[0]);
    }

    [Fact]
    public void Ends_as_one_line_and_never_misses_the_end()
    {
        var live = new LiveProgress("Training", Show);
        for (int batch = 0; batch < 10; batch++)
        {
            live.Report(At(18 + (batch / 10.0)));
        }

        live.Report(At(20));
        Assert.Equal("<div>frozen: 20 epochs in 11.4 s</div>", _shown[^1]);
        Assert.Equal(2, _shown.Count);   // the states between came within a quarter of a second
    }

    [Fact]
    public void What_has_ended_stays_above_what_follows()
    {
        var live = new LiveProgress("Training", Show);
        live.Report(At(20));
        Thread.Sleep(300);   // or the next state comes too early to be shown
        live.Report(At(5, "fine-tuned"));
        Assert.Equal("frozen: 20 epochs in 11.4 s\nTraining: fine-tuned · 5 of 20 epochs · loss 0.123 · 9 s left", _text[^1]);
        live.Report(At(20, "fine-tuned"));
        Assert.Equal("<div>frozen: 20 epochs in 11.4 s</div><div>fine-tuned: 20 epochs in 11.4 s</div>", _shown[^1]);
        Assert.Equal("frozen: 20 epochs in 11.4 s\nfine-tuned: 20 epochs in 11.4 s", _text[^1]);
    }

    [Fact]
    public void A_comparison_ends_with_the_number_of_trainings()
    {
        var live = new LiveProgress("Comparing", Show);
        live.Report(At(5) with { Whole = Comparison(1, "run 2 of 3, seed 42") });
        Assert.Contains("run 2 of 3, seed 42 · frozen · 5 of 20 epochs · loss 0.123", _shown[^1]);
        live.Report(At(20) with { Whole = Comparison(1, "run 2 of 3, seed 42") });
        Assert.Contains("<strong>Comparing</strong>", _shown[^1]);   // the training has ended, not the comparison
        live.Report(Comparison(3, "2 of them reused"));
        Assert.Equal("<div>Comparing: 3 runs in 3 min 20 s, 2 of them reused</div>", _shown[^1]);
    }

    [Fact]
    public void A_step_ends_with_what_was_done()
    {
        var live = new LiveProgress("Images", Show);
        live.Report(new StepProgress("decoding images", 1200, 1200, TimeSpan.FromSeconds(2)));
        Assert.Equal("<div>decoding images: 1,200 in 2.0 s</div>", _shown[^1]);
    }
}
