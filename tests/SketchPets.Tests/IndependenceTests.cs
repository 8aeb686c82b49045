using Xunit.Abstractions;

namespace SketchPets.Tests;

/// <summary>Shape is to be the only reliable cue: what a linear classifier sees of colours and of pixels must not tell cats from
/// dogs.</summary>
public class IndependenceTests(ITestOutputHelper output)
{
    const int TrainCount = 600, TestCount = 1000;

    [Theory]
    [InlineData("colours", 1e-3)]
    [InlineData("colours", 1e-1)]
    [InlineData("pixels", 1e-2)]
    [InlineData("pixels", 1)]
    public void A_linear_classifier_stays_near_chance_on(string what, double decay)
    {
        // Standard error of an accuracy of one half on 1,000 pictures: 0.016.
        double[][] features = new double[TrainCount + TestCount][];
        bool[] labels = new bool[features.Length];
        Parallel.For(0, features.Length, i =>
        {
            labels[i] = i % 2 == 1;
            Sketch sketch = SketchWorld.Target.Draw(labels[i] ? "dog" : "cat", 1000 + i, 32);
            features[i] = what == "colours" ? Pictures.Histogram(sketch) : Pictures.Reduce(sketch, 2);
        });
        LogisticRegression model = new(features[..TrainCount], labels[..TrainCount], decay);
        double train = model.Accuracy(features[..TrainCount], labels[..TrainCount]),
            test = model.Accuracy(features[TrainCount..], labels[TrainCount..]);
        output.WriteLine($"{what}, weight decay {decay}: train {train:0.000}, test {test:0.000}");
        Assert.True(train > 0.55, $"The classifier did not even learn its own pictures: {train:0.000}");
        Assert.InRange(test, 0.4, 0.6);
    }
}
