namespace TransferLearning.Display;

/// <summary>The blocks of a model, what comes out of each, and what learns.</summary>
internal sealed class ModelSummaryDisplay() : FormatterSource<ModelSummary>(
    (MimeTypes.Html, summary => HtmlTable.Of(
        summary.Title,
        ["layer", "kind", "output", "parameters", "trainable"],
        summary.Layers.Select(layer => (IReadOnlyList<string>)
            [layer.Name, layer.Kind, string.Join("×", layer.OutputShape), $"{layer.Parameters:N0}", $"{layer.Trainable:N0}"]),
        $"{summary.Counts.Total:N0} parameters, of which {summary.Counts.Trainable:N0} can learn ({summary.Counts.BackboneTrainable:N0} of the backbone, "
            + $"{summary.Counts.ClassifierTrainable:N0} of the classifier); besides {summary.Counts.BackboneStatistics:N0} batch-norm statistics.")),
    (MimeTypes.Text, summary => summary.ToString()));
