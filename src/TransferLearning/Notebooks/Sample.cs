namespace TransferLearning;

/// <summary>The offline sample: drawn cats and dogs, and small networks pre-trained on other drawn things.</summary>
public static class Sample
{
    public const int ImageSize = 96, FirstSeed = 42, SeedCount = 5;

    /// <summary>The networks whose weights ship, the lessons' own first.</summary>
    public static IReadOnlyList<Backbone> Backbones => throw new NotImplementedException();
    public static string WeightsOf(Backbone backbone) => throw new NotImplementedException();
    /// <summary>Images drawn for this seed alone: training, validation and test part of its own.</summary>
    public static Split Draw(int seed, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();
    /// <summary>A folder of drawings with everything wrong with it that folders of images have, for lesson 6.</summary>
    public static string MessyFolder(int seed) => throw new NotImplementedException();
    /// <summary>A drawing of a kind (46 source kinds, cat, dog) as a file; its path.</summary>
    public static string DrawOne(string kind, int seed) => throw new NotImplementedException();
}
