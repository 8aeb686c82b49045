namespace TransferLearning.Display;

/// <summary>The epochs of a training as a table, the kept one marked. Seconds are left to the machine that asks.</summary>
internal sealed class HistoryDisplay() : FormatterSource<History>(
    (MimeTypes.Html, history => HtmlTable.Of(
        history.Name,
        ["epoch", "training loss", "accuracy", "validation loss", "accuracy"],
        history.Epochs.Select(epoch => (IReadOnlyList<string>)
        [
            $"{epoch.Epoch}{(epoch.Epoch == history.KeptEpoch ? " (kept)" : "")}",
            $"{epoch.TrainingLoss:0.000}", $"{epoch.TrainingAccuracy:0.000}", $"{epoch.ValidationLoss:0.000}", $"{epoch.ValidationAccuracy:0.000}",
        ]))),
    (MimeTypes.Text, history => history.ToString()));
