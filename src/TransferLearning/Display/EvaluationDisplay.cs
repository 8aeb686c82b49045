namespace TransferLearning.Display;

/// <summary>The figures of a judged model.</summary>
internal sealed class EvaluationDisplay() : FormatterSource<Evaluation>(
    (MimeTypes.Html, evaluation => HtmlTable.OfFacts(Facts(evaluation))),
    (MimeTypes.Text, evaluation => evaluation.ToString()))
{
    private static IEnumerable<(string Name, string Value)> Facts(Evaluation evaluation)
    {
        yield return ("accuracy", $"{evaluation.Accuracy:0.000}, 95 % interval {evaluation.AccuracyInterval}");
        if (evaluation.Classes.Count > 3)
        {
            yield return ("among the best three", $"{evaluation.TopAccuracy(3):0.000}");
        }

        yield return ("loss", $"{evaluation.Loss:0.000}");
        if (evaluation.Auc is { } area)
        {
            yield return ("area under ROC", $"{area:0.000}");
        }

        yield return ("pictures", $"{evaluation.Scores.Count:N0}, of which {evaluation.Scores.Count - evaluation.Right:N0} told wrong");
    }
}
