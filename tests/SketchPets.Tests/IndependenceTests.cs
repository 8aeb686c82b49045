using Xunit.Abstractions;

namespace SketchPets.Tests;

/// <summary>
/// Shape is to be the only reliable cue: what a linear classifier sees of colours and of pixels must not tell cats from dogs.
/// </summary>
public class IndependenceTests(ITestOutputHelper output, IndependenceTests.Pets pets) : IClassFixture<IndependenceTests.Pets>
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
        double[][] features =
            Array.ConvertAll(pets.Sketches, sketch => what == "colours" ? Pictures.Histogram(sketch) : Pictures.Reduce(sketch, 2));
        LogisticRegression model = new(features[..TrainCount], pets.AreDogs[..TrainCount], decay);
        double train = model.Accuracy(features[..TrainCount], pets.AreDogs[..TrainCount]);
        double test = model.Accuracy(features[TrainCount..], pets.AreDogs[TrainCount..]);
        output.WriteLine($"{what}, weight decay {decay}: train {train:0.000}, test {test:0.000}");
        Assert.True(train > 0.55, $"The classifier did not even learn its own pictures: {train:0.000}");
        Assert.InRange(test, 0.45, 0.55);
    }

    /// <summary>Small pictures of cats and dogs in turn, every one with a seed of its own.</summary>
    public sealed class Pets
    {
        public Pets() => Parallel.For(0, Sketches.Length, i =>
        {
            AreDogs[i] = i % 2 == 1;
            Sketches[i] = SketchWorld.Target.Draw(AreDogs[i] ? "dog" : "cat", 1000 + i, 32);
        });

        public Sketch[] Sketches { get; } = new Sketch[TrainCount + TestCount];

        public bool[] AreDogs { get; } = new bool[TrainCount + TestCount];
    }
}
