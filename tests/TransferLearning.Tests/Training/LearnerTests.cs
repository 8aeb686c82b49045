using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning.Tests.Training;

public sealed class LearnerTests
{
    [Fact]
    public void With_one_rate_there_is_one_group_of_all_that_learns()
    {
        using TransferModel model = SmallModel.BrightOrDark();
        model.UnfreezeFrom("features.12.conv.0.1");
        using var learner = Of(model, new TrainingOptions { LearningRate = 1e-3 });

        Assert.Equal([1e-3], Rates(learner));
        Assert.Equal(model.ParameterCounts.Trainable, learner.Optimizer.parameters().Sum(parameter => parameter.NumberOfElements));
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.AdamW)]
    [InlineData(OptimizerKind.Sgd)]
    public void Rates_fall_from_the_head_down_block_by_block(OptimizerKind kind)
    {
        using TransferModel model = SmallModel.BrightOrDark();
        model.UnfreezeFrom("features.16");
        using var learner = Of(model, new TrainingOptions { Optimizer = kind, LearningRate = 2e-3, BackboneRateFactor = 0.1, BlockRateFactor = 0.5 });

        double[] expected = [0.5e-4, 1e-4, 2e-4, 2e-3];   // blocks 16, 17, 18, head
        Assert.All(expected.Zip(Rates(learner)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(4, Rates(learner).Length);
        Assert.Equal(model.ParameterCounts.Trainable, learner.Optimizer.parameters().Sum(parameter => parameter.NumberOfElements));
    }

    [Fact]
    public void A_group_with_a_tenth_of_the_rate_moves_a_tenth_as_far()
    {
        using var scope = NewDisposeScope();
        using TransferModel model = SmallModel.BrightOrDark();
        using var learner =
            Of(model, new TrainingOptions { Optimizer = OptimizerKind.Sgd, Momentum = 0, LearningRate = 1, BackboneRateFactor = 0.1 });
        Parameter lowest = model.parameters().First(), head = model.ParametersOfHead[0];
        float[] first = Numbers(lowest), last = Numbers(head);
        foreach (Parameter parameter in model.parameters())
        {
            parameter.grad = ones_like(parameter);
        }

        learner.Optimizer.step();

        Assert.All(first.Zip(Numbers(lowest)), pair => Assert.Equal(0.1f, pair.First - pair.Second, 1e-5f));
        Assert.All(last.Zip(Numbers(head)), pair => Assert.Equal(1f, pair.First - pair.Second, 1e-5f));
    }

    private static Learner Of(TransferModel model, TrainingOptions options) =>
        new(new PreparedPart(model, new Examples(zeros(0, 1), zeros(0, ScalarType.Int64), []), IsKept: false), options);

    private static double[] Rates(Learner learner) => [.. learner.Optimizer.ParamGroups.Select(group => group.LearningRate)];

    private static float[] Numbers(Tensor tensor) => SmallModel.Numbers(tensor);
}
