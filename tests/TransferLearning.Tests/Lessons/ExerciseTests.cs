
namespace TransferLearning.Tests.Lessons;

public class ExerciseTests
{
    [Fact]
    public void A_right_answer_is_ticked() => Assert.Equal("✓ 1.1 Sum", Exercise.Check("1.1 Sum", () => 1 + 1 == 2, "Add.").ToString());

    [Fact]
    public void A_wrong_answer_gets_the_hint() => Assert.Equal("✗ 1.1 Sum: not yet. Add.", Exercise.Check("1.1 Sum", () => false, "Add.").ToString());

    [Fact]
    public void An_exception_counts_as_unsolved_and_is_told() =>
        Assert.Contains("empty", Exercise.Check("1.1", () => throw new InvalidOperationException("empty"), "Try.").ToString());

    [Fact]
    public void What_libtorch_refuses_is_told_without_its_own_backtrace()
    {
        var refused = new InvalidOperationException("mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)\nException raised from meta at LinearAlgebra.cpp:204 (most recent call first):\nframe #0: c10::Error::Error + 0xb0 (libc10.so)\n");

        Assert.Equal(
            "✗ 1.1: not yet. Try. (It stopped with: mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3))",
            Exercise.Check("1.1", () => throw refused, "Try.").ToString());
    }

    [Fact]
    public void What_is_not_written_yet_gets_the_hint_alone() =>
        Assert.Equal("✗ 1.1: not yet. Write it.", Exercise.Check("1.1", () => throw new NotImplementedException(), "Write it.").ToString());

    [Theory]
    [InlineData(0.70, true)]
    [InlineData(0.60, false)]
    [InlineData(double.NaN, false)]
    [InlineData(null, false)]
    public void A_figure_is_right_when_it_is_near(double? answer, bool expected) => Assert.Equal(expected, Exercise.IsNear(answer, 0.6931, 0.01));
}
