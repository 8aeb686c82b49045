using Plotly.NET;

namespace TransferLearning.Charting;

/// <summary>Loss and accuracy over the epochs of one training, in one stage or in several that follow each other.</summary>
internal static class TrainingCurvesFigure
{
    private const string Training = "training";
    private const string Validation = "validation";
    private const double LiveHeight = 210;

    public static Chart Build(IReadOnlyList<History> stages)
    {
        EpochResult[] epochs = [.. stages.SelectMany(s => s.Epochs)];
        double[] starts = Starts(stages);
        CurvePanels panels = Curves(epochs, Math.Max(1, epochs.Length));

        // The epoch kept of the last stage is what the model holds now.
        (int Epoch, EpochResult Result)? best = stages.Count > 0 && stages[^1].KeptEpoch > 0
            ? ((int)starts[^1] + stages[^1].KeptEpoch, stages[^1].Kept)
            : null;
        if (best is var (epoch, result))
        {
            panels.Mark($"kept: epoch {epoch}", epoch, result.ValidationLoss, result.ValidationAccuracy, Colors.Blue);
        }

        for (int i = 1; i < stages.Count; i++)
        {
            string name = stages[i].Name is "fine-tuned" or "" ? "fine-tuning" : stages[i].Name;
            panels.Divide(
                starts[i] + 0.5,
                name,
                "starts here",
                until: i + 1 < stages.Count ? starts[i + 1] + 0.5 : epochs.Length,
                only: stages.Count == 2);
        }

        string of = string.Join(", then ", stages.Select(s => s.Name).Where(n => n.Length > 0));
        string title = of.Length == 0 ? "Training" : $"Training: {of}";
        string subtitle = best is var (e2, r)
            ? $"○ kept: epoch {e2}, validation accuracy {Words.Percent(r.ValidationAccuracy)}, loss {Words.Decimal(r.ValidationLoss)}"
            : epochs.Length == 0 ? "no epoch has been trained yet" : "";
        return new Chart(panels.Build(title, subtitle), title, Describe(epochs, best));
    }

    /// <summary>The curves of a training that still runs.</summary>
    public static Chart Live(IReadOnlyList<EpochResult> soFar, int epochs)
    {
        string title = soFar.Count == 0 ? $"Epoch 1 of {epochs}"
            : $"Epoch {soFar.Count} of {epochs}: validation accuracy {Words.Percent(soFar[^1].ValidationAccuracy)}, loss {Words.Decimal(soFar[^1].ValidationLoss)}";
        return new Chart(Curves(soFar, Math.Max(epochs, soFar.Count)).Build(title, "", LiveHeight), title, Describe([.. soFar], null));
    }

    /// <summary>Loss and accuracy of the epochs, in panels that have room for <paramref name="room"/> of them.</summary>
    private static CurvePanels Curves(IReadOnlyList<EpochResult> epochs, int room)
    {
        double[] x = [.. Enumerable.Range(1, epochs.Count).Select(i => (double)i)];
        var panels = new CurvePanels(
            room, epochs.SelectMany(e => new[] { e.TrainingLoss, e.ValidationLoss }), epochs.SelectMany(e => new[] { e.TrainingAccuracy, e.ValidationAccuracy }));
        panels.Add(Training, Colors.Grey, StyleParam.DrawingStyle.Dash, x, [.. epochs.Select(e => e.TrainingLoss)], [.. epochs.Select(e => e.TrainingAccuracy)]);
        panels.Add(
            Validation, Colors.Blue, StyleParam.DrawingStyle.Solid, x, [.. epochs.Select(e => e.ValidationLoss)], [.. epochs.Select(e => e.ValidationAccuracy)]);
        return panels;
    }

    /// <summary>How many epochs went before each stage.</summary>
    private static double[] Starts(IReadOnlyList<History> stages)
    {
        var starts = new double[stages.Count];
        for (int i = 1; i < stages.Count; i++)
        {
            starts[i] = starts[i - 1] + stages[i - 1].Epochs.Count;
        }

        return starts;
    }

    private static string Describe(EpochResult[] epochs, (int Epoch, EpochResult Result)? best)
    {
        if (epochs.Length == 0)
        {
            return "No epoch has been trained yet.";
        }

        EpochResult first = epochs[0], last = epochs[^1];
        string text = epochs.Length == 1
            ? $"After one epoch the validation accuracy is {Words.Percent(first.ValidationAccuracy)} and the validation loss {Words.Decimal(first.ValidationLoss)}."
            : $"In {epochs.Length} epochs the validation accuracy goes from {Words.Percent(first.ValidationAccuracy)} to {Words.Percent(last.ValidationAccuracy)}, "
                + $"the validation loss from {Words.Decimal(first.ValidationLoss)} to {Words.Decimal(last.ValidationLoss)}; "
                + $"the training accuracy ends at {Words.Percent(last.TrainingAccuracy)}, the training loss at {Words.Decimal(last.TrainingLoss)}.";
        return best is var (epoch, result)
            ? $"{text} The weights kept are those of epoch {epoch}, with a validation accuracy of {Words.Percent(result.ValidationAccuracy)}."
            : text;
    }
}
