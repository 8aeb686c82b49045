namespace TransferLearning.Tests.Notebooks;

public class ExerciseTests
{
    [Fact]
    public void A_right_answer_is_ticked() => Assert.Equal("✓ 1.1 Sum", Exercise.Check("1.1 Sum", () => 1 + 1 == 2, "Add.").ToString());

    [Fact]
    public void A_wrong_answer_gets_the_hint() =>
        Assert.Equal("✗ 1.1 Sum: not yet. Add.", Exercise.Check("1.1 Sum", () => false, "Add.").ToString());

    [Fact]
    public void An_empty_answer_gets_no_hint()
    {
        string? text = null;
        double? figure = null;
        Assert.All(
            [
                Exercise.Check("1.1", () => throw new NotImplementedException(), "Add."), Exercise.Check("1.1", () =>
                    text!.Length == 3, "Add."),
                Exercise.Check("1.1", () => Exercise.IsNear(figure, 2, 0.1), "Add."), Exercise.CheckAnswer("1.1", null, "0", "Add."),
            ],
            result => Assert.Equal("✗ 1.1: not answered yet.", result.ToString()));
    }

    [Fact]
    public void A_missing_answer_to_one_exercise_says_nothing_about_the_next()
    {
        Exercise.Check("1.1", () => Exercise.IsNear(null, 2, 0.1), "Add.");
        Assert.Equal("Add.", Exercise.Check("1.2", () => Exercise.IsNear(5, 2, 0.1), "Add.").Hint);
    }

    [Fact]
    public void What_stopped_the_readers_code_is_told_without_libtorchs_backtrace()
    {
        var refused = new InvalidOperationException(
            "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)\nException raised from meta at LinearAlgebra.cpp:204\nframe #0");
        Assert.Equal(
            "✗ 1.1: not yet. Your code stopped with: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3). Transpose.",
            Exercise.Check("1.1", () => throw refused, "Transpose.").ToString());
    }

    [Theory]
    [InlineData(34112, 34112, 0, true)]
    [InlineData(0.6931, 0.69314718, 2, true)]
    [InlineData(0.6931, 0.68, 2, false)]
    [InlineData(0.0, -0.2, 0, true)]
    public void Answers_are_compared_by_hashes_of_what_they_mean(double right, double given, int digits, bool isSolved) =>
        Assert.Equal(isSolved, Exercise.CheckAnswer("1.1", given, Exercise.HashOf("1.1", right, digits), "Look.", digits).IsSolved);

    [Fact]
    public void The_same_answer_has_another_hash_in_another_exercise() =>
        Assert.NotEqual(Exercise.HashOf("1.1", 2), Exercise.HashOf("1.2", 2));

    [Theory]
    [InlineData(0.70, true)]
    [InlineData(0.60, false)]
    [InlineData(double.NaN, false)]
    public void A_figure_is_right_when_it_is_near(double answer, bool expected) =>
        Assert.Equal(expected, Exercise.IsNear(answer, 0.6931, 0.01));
}
