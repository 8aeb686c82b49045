using Plotly.NET;

namespace TransferLearning.Charting;

/// <summary>The validation curves of several trainings over each other, their training curves dashed behind.</summary>
internal static class OverlaidCurvesFigure
{
    public static Chart Build(IReadOnlyList<History> histories)
    {
        EpochResult[] all = [.. histories.SelectMany(h => h.Epochs)];
        int epochs = Math.Max(1, histories.Select(h => h.Epochs.Count).DefaultIfEmpty(1).Max());
        var panels = new CurvePanels(
            epochs,
            all.SelectMany(e => new[] { e.TrainingLoss, e.ValidationLoss }),
            all.SelectMany(e => new[] { e.TrainingAccuracy, e.ValidationAccuracy }));
        string[] colors = SeriesColors.Of([.. histories.Select(h => h.Name)]);
        for (int i = 0; i < histories.Count; i++)
        {
            IReadOnlyList<EpochResult> own = histories[i].Epochs;
            double[] x = [.. Enumerable.Range(1, own.Count).Select(n => (double)n)];
            panels.Add(
                histories[i].Name,
                colors[i],
                StyleParam.DrawingStyle.Dot,
                x,
                [.. own.Select(e => e.TrainingLoss)],
                [.. own.Select(e => e.TrainingAccuracy)],
                label: false);
        }

        for (int i = 0; i < histories.Count; i++)
        {
            IReadOnlyList<EpochResult> own = histories[i].Epochs;
            double[] x = [.. Enumerable.Range(1, own.Count).Select(n => (double)n)];
            panels.Add(
                histories[i].Name,
                colors[i],
                StyleParam.DrawingStyle.Solid,
                x,
                [.. own.Select(e => e.ValidationLoss)],
                [.. own.Select(e => e.ValidationAccuracy)]);
            if (histories[i].KeptEpoch > 0)
            {
                EpochResult best = histories[i].Kept;
                panels.Mark($"{histories[i].Name}, kept", histories[i].KeptEpoch, best.ValidationLoss, best.ValidationAccuracy, colors[i]);
            }
        }

        string description = histories.Count == 0 ? "There is nothing to compare yet." : "Best validation accuracy: "
            + Words.List([.. histories.Where(h => h.KeptEpoch > 0).Select(h => $"{h.Name} {Words.Percent(h.Kept.ValidationAccuracy)} in epoch {h.KeptEpoch}")]) + ".";
        const string Title = "Learning curves side by side";
        return new Chart(panels.Build(Title, "solid: validation, dotted: training, ○ the epoch that is kept"), Title, description);
    }
}
