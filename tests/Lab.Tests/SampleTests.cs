using Lab.Commands;
using TorchSharp;
using TransferLearning;
using static TorchSharp.torch;

namespace Lab.Tests;

/// <summary>What the lessons on the sample rest on. The drawings go to data/, where the lessons find them.</summary>
public sealed class SampleTests
{
    public static TheoryData<int> Networks => [.. Enumerable.Range(0, Sample.Backbones.Count)];

    [Theory]
    [MemberData(nameof(Networks))]
    public async Task The_shipped_weights_tell_drawn_cats_from_dogs_and_things_from_both(int network)
    {
        Split split = Sample.Draw(Sample.FirstSeed);
        Split fewer = new(split.Training.Take(160, seed: 1), split.Validation, split.Test.Take(100, seed: 1));
        Backbone backbone = Sample.Backbones[network];
        using TransferModel model = TransferModel.Create(backbone, split.Classes, Sample.WeightsOf(backbone), seed: 1);
        model.Freeze();
        await model.FitAsync(fewer, new TrainingOptions { Epochs = 15, LearningRate = 1e-2 });

        // Of 100 test images one standard deviation is 0.04; the comparison, with twice the training images, is well above 0.85.
        Assert.True(model.Evaluate(fewer.Test).Accuracy > 0.75);

        using OutOfDistribution known = OutOfDistribution.Learn(model, fewer.Training, fewer.Validation);
        string[] kinds = ["car", "house", "clock", "bicycle"];
        string[] things = [.. kinds.SelectMany(kind => Enumerable.Range(0, 5).Select(seed => Sample.DrawOne(kind, seed)))];
        Assert.True(things.Average(path => known.IsUnlike(model, path) ? 1.0 : 0) > 0.7);
        Assert.True(fewer.Test.Average(image => known.IsUnlike(model, image.Path) ? 1.0 : 0) < 0.2);
    }

    [Fact]
    public void Weights_rounded_to_half_precision_give_the_same_features_to_three_digits()
    {
        using DisposeScope scope = NewDisposeScope();
        Split split = Sample.Draw(Sample.FirstSeed);
        using TransferModel model = TransferModel.Create(Sample.Backbones[0], split.Classes, Sample.WeightsOf(Sample.Backbones[0]));
        ImageSet some = split.Test.Take(64, seed: 1);
        Tensor whole = model.Features(some).Inputs;

        PretrainCommand.RoundToHalf(model);

        Tensor rounded = model.Features(some).Inputs;
        Assert.InRange(((rounded - whole).norm() / whole.norm()).item<float>(), 1e-9f, 2e-3f);
    }
}
