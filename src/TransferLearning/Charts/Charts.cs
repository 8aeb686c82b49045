using Plotly.NET;

namespace TransferLearning;

/// <summary>Accuracies of one strategy trained on more and more images.</summary>
public sealed record LearningCurve(string Name, IReadOnlyList<int> Images, IReadOnlyList<double> Mean, IReadOnlyList<Interval> Intervals);

/// <summary>What people look at. Each returns a Plotly.NET figure that can be changed further.</summary>
public static class Charts
{
    /// <summary>Loss and accuracy over epochs; several histories are stages of one training that follow each other.</summary>
    public static GenericChart TrainingCurves(params IReadOnlyList<History> stages) => throw new NotImplementedException();
    /// <summary>Validation curves of several trainings over each other.</summary>
    public static GenericChart OverlaidCurves(params IReadOnlyList<History> trainings) => throw new NotImplementedException();
    public static GenericChart Comparison(Comparison comparison) => throw new NotImplementedException();
    public static GenericChart ConfusionMatrix(Evaluation evaluation, string? title = null) => throw new NotImplementedException();
    public static GenericChart Roc(params IReadOnlyList<(string Name, Evaluation Evaluation)> models) => throw new NotImplementedException();
    public static GenericChart LearningRates(IReadOnlyList<History> trainings) => throw new NotImplementedException();
    public static GenericChart LearningRateFinder(LearningRateSweep sweep) => throw new NotImplementedException();
    /// <summary>Features along their two main directions (PCA by torch.linalg.svd), one panel per network.</summary>
    public static GenericChart Embedding(IReadOnlyList<string> classes, params IReadOnlyList<(string Name, Examples Features)> networks) => throw new NotImplementedException();
    public static GenericChart Backbones(IReadOnlyList<BackboneResult> results) => throw new NotImplementedException();
    public static GenericChart AccuracyByImages(IReadOnlyList<LearningCurve> curves, double guessing) => throw new NotImplementedException();
}

/// <summary>Images in a grid with a caption each; shown as HTML in notebooks and pages.</summary>
public sealed class ImageGrid
{
    public static ImageGrid Samples(ImageSet images, int count = 12, string? title = null) => throw new NotImplementedException();
    public static ImageGrid Mistakes(Evaluation evaluation, int count = 12, string? title = null) => throw new NotImplementedException();
    /// <summary>Each image and beside it its Grad-CAM heat.</summary>
    public static ImageGrid GradCam(TransferModel model, IReadOnlyList<ImageFile> images, string? title = null) => throw new NotImplementedException();
    /// <summary>Images out of a tensor, uint8 or float 0–255, N×3×H×W (augmented ones, for instance).</summary>
    public static ImageGrid OfTensor(TorchSharp.torch.Tensor images, IReadOnlyList<string> captions, string? title = null) => throw new NotImplementedException();
    public string Title => throw new NotImplementedException();
    public string ToHtml() => throw new NotImplementedException();
}
