namespace TransferLearning.Display;

/// <summary>A model's answer in a line.</summary>
internal sealed class PredictionDisplay() : FormatterSource<Prediction>(
    (MimeTypes.Text, prediction => $"{prediction.ClassName}, {prediction.Probability:0%}{(prediction.IsUnfamiliar ? " (but this picture is unlike anything the model has seen)" : "")}"));
