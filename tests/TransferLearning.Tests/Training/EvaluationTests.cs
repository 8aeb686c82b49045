namespace TransferLearning.Tests.Training;

public sealed class EvaluationTests
{
    [Fact]
    public void Figures_of_two_classes_are_counted()
    {
        Evaluation evaluation = Of((0, 0.1f), (0, 0.4f), (0, 0.8f), (1, 0.35f), (1, 0.8f), (1, 0.9f));

        Assert.Equal(4.0 / 6, evaluation.Accuracy);
        Assert.Equal(2, evaluation.Confusion[0, 0]);
        Assert.Equal(1, evaluation.Confusion[0, 1]);
        Assert.Equal(1, evaluation.Confusion[1, 0]);
        Assert.Equal(2, evaluation.Confusion[1, 1]);

        // Of nine pairs (a dog, a cat) the dog scores higher in six, and one is a tie.
        Assert.Equal(6.5 / 9, evaluation.Auc!.Value, 1e-9);
        Assert.Equal([0.8f, 0.65f], evaluation.Mistakes.Select(score => score.Confidence));
    }

    [Fact]
    public void Perfect_and_reversed_rankings_are_one_and_zero()
    {
        Assert.Equal(1, Of((0, 0.1f), (1, 0.2f)).Auc);
        Assert.Equal(0, Of((0, 0.2f), (1, 0.1f)).Auc);
        Assert.Equal(double.NaN, Of((0, 0.2f)).Auc);
    }

    [Fact]
    public void More_classes_have_no_area_under_a_curve()
    {
        var evaluation = new Evaluation(["a", "b", "c"], 1, [new PictureScore(new Picture("x", 2), [0.2f, 0.3f, 0.5f])]);

        Assert.Null(evaluation.Auc);
        Assert.Equal(1, evaluation.Accuracy);
    }

    [Fact]
    public void The_true_class_may_be_among_the_best_answers()
    {
        float[] answer = [0.1f, 0.4f, 0.3f, 0.2f];
        var evaluation = new Evaluation(["a", "b", "c", "d"], 1, [.. Enumerable.Range(0, 4).Select(label => new PictureScore(new Picture("x", label), answer))]);

        Assert.Equal([0.25, 0.5, 0.75, 1], Enumerable.Range(1, 4).Select(evaluation.TopAccuracy));
        Assert.Equal([4, 1, 2, 3], evaluation.Scores.Select(score => score.Rank));
    }

    [Fact]
    public void Of_equal_answers_the_first_comes_first_as_in_the_prediction()
    {
        var evaluation = new Evaluation(["a", "b"], 1, [.. Enumerable.Range(0, 2).Select(label => new PictureScore(new Picture("x", label), [0.5f, 0.5f]))]);

        Assert.Equal(evaluation.Accuracy, evaluation.TopAccuracy(1));
        Assert.Equal([1, 2], evaluation.Scores.Select(score => score.Rank));
    }

    private static Evaluation Of(params (int Label, float Dog)[] scores) =>
        new(["cat", "dog"], 0.5, [.. scores.Select((score, i) => new PictureScore(new Picture($"{i}", score.Label), [1 - score.Dog, score.Dog]))]);
}
