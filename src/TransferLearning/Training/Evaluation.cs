namespace TransferLearning;

/// <summary>What a model says of one image.</summary>
/// <param name="Image">Path, and the true class (-1 where it is not known).</param>
/// <param name="Classes">Names of the classes.</param>
/// <param name="Probabilities">One per class; their sum is 1.</param>
/// <param name="Logits">What they were made of: one for two classes, else one per class. Ranked for the ROC curve, since probabilities saturate.</param>
public sealed record Prediction(ImageFile Image, IReadOnlyList<string> Classes, IReadOnlyList<float> Probabilities, IReadOnlyList<float> Logits)
{
    public int Label => throw new NotImplementedException();
    public string ClassName => Classes[Label];
    public bool IsCorrect => Label == Image.Label;
    /// <summary>Probability of the predicted class.</summary>
    public float Confidence => Probabilities[Label];
}

/// <summary>How well a model does on a part.</summary>
public sealed class Evaluation
{
    public Evaluation(IReadOnlyList<string> classes, double loss, IReadOnlyList<Prediction> predictions) => throw new NotImplementedException();
    public IReadOnlyList<string> Classes => throw new NotImplementedException();
    /// <summary>Mean cross-entropy, natural logarithm.</summary>
    public double Loss => throw new NotImplementedException();
    public IReadOnlyList<Prediction> Predictions => throw new NotImplementedException();
    public int Correct => throw new NotImplementedException();
    public double Accuracy => throw new NotImplementedException();
    /// <summary>95 % Wilson interval.</summary>
    public Interval AccuracyInterval => throw new NotImplementedException();
    /// <summary>Two classes: area under the ROC curve; else null.</summary>
    public double? Auc => throw new NotImplementedException();
    /// <summary>[true class, predicted class].</summary>
    public int[,] Confusion => throw new NotImplementedException();
    /// <summary>Accuracy of always answering the largest class of this part.</summary>
    public double MajorityAccuracy => throw new NotImplementedException();
    public double TopAccuracy(int count) => throw new NotImplementedException();
    /// <summary>Wrong ones, the most confident first.</summary>
    public IReadOnlyList<Prediction> Mistakes => throw new NotImplementedException();
}
