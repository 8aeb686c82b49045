namespace TransferLearning.Tests.Training;

public sealed class EvaluationTests
{
    [Fact]
    public void Figures_of_two_classes_are_counted()
    {
        Evaluation evaluation = Of((0, 0.1f), (0, 0.4f), (0, 0.8f), (1, 0.35f), (1, 0.8f), (1, 0.9f));

        Assert.Equal(4.0 / 6, evaluation.Accuracy);
        Assert.Equal(4, evaluation.Correct);
        Assert.Equal([2, 1, 1, 2], evaluation.Confusion.SelectMany(row => row));

        // Of nine pairs (a dog, a cat) the dog has the higher logit in six, and one is a tie.
        Assert.Equal(6.5 / 9, evaluation.Auc!.Value, 1e-9);
        Assert.Equal([0.8f, 0.65f], evaluation.Mistakes.Select(prediction => prediction.Confidence));
        Assert.Equal(0.5, evaluation.MajorityAccuracy);
    }

    [Fact]
    public void Perfect_and_reversed_rankings_are_one_and_zero()
    {
        Assert.Equal(1, Of((0, 0.1f), (1, 0.2f)).Auc);
        Assert.Equal(0, Of((0, 0.2f), (1, 0.1f)).Auc);
        Assert.Equal(double.NaN, Of((0, 0.2f)).Auc);
    }

    [Fact]
    public void Where_probabilities_saturate_logits_still_rank()
    {
        Prediction[] predictions = [.. new[] { (Label: 0, Logit: 20f), (Label: 1, Logit: 30f) }.Select(entry =>
            // sigmoid(20) and sigmoid(30) are 1 in float32
            new Prediction(new ImageFile("x", entry.Label), ["cat", "dog"], [0f, 1f], [entry.Logit]))];

        Assert.Equal(1, new Evaluation(["cat", "dog"], 1, predictions).Auc);   // by probabilities 0.5
    }

    [Fact]
    public void More_classes_have_no_area_under_a_curve()
    {
        var evaluation = new Evaluation(["a", "b", "c"], 1, [Prediction(2, 0.2f, 0.3f, 0.5f)]);

        Assert.Null(evaluation.Auc);
        Assert.Equal(1, evaluation.Accuracy);
    }

    [Fact]
    public void Of_equal_answers_the_first_is_the_prediction()
    {
        var evaluation = new Evaluation(["a", "b"], 1, [Prediction(0, 0.5f, 0.5f), Prediction(1, 0.5f, 0.5f)]);

        Assert.Equal(0.5, evaluation.Accuracy);
    }

    [Fact]
    public void The_largest_class_is_an_answer_too()
    {
        Assert.Equal(0.75, Of((0, 0.9f), (0, 0.9f), (0, 0.9f), (1, 0.9f)).MajorityAccuracy);
        Assert.Equal(double.NaN, new Evaluation(["a", "b"], double.NaN, []).MajorityAccuracy);
    }

    private static Evaluation Of(params (int Label, float Dog)[] images) =>
        new(["cat", "dog"], 0.5, [.. images.Select(image => Prediction(image.Label, 1 - image.Dog, image.Dog))]);

    private static Prediction Prediction(int label, params float[] probabilities) => new(
        new ImageFile($"{label}", label), [.. probabilities.Select((_, i) => $"{i}")], probabilities,
        probabilities.Length == 2 ? [MathF.Log(probabilities[1] / probabilities[0])] : [.. probabilities.Select(p => MathF.Log(p))]);
}
