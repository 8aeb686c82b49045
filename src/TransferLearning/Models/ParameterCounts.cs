namespace TransferLearning;

/// <summary>How many numbers a model has, and how many of them learn.</summary>
/// <param name="Backbone">Weights of the backbone, learning or not.</param>
/// <param name="BackboneTrainable">Those of them that learn now.</param>
/// <param name="BackboneStatistics">Running means and variances of batch-norm layers: not weights, but part of the network.</param>
/// <param name="Classifier">Weights of the classifier.</param>
/// <param name="ClassifierTrainable">Those of them that learn now.</param>
public sealed record ParameterCounts(long Backbone, long BackboneTrainable, long BackboneStatistics, long Classifier, long ClassifierTrainable)
{
    /// <summary>All weights.</summary>
    public long Total => Backbone + Classifier;

    /// <summary>All weights that learn now.</summary>
    public long Trainable => BackboneTrainable + ClassifierTrainable;
}
