namespace TransferLearning.Display;

/// <summary>A tick, or a hint.</summary>
internal sealed class ExerciseResultDisplay() : FormatterSource<ExerciseResult>(
    (MimeTypes.Text, result => result.ToString()));
