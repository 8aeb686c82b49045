using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Tells images that are unlike the training images (k nearest neighbours of features; Sun et al. 2022).</summary>
public sealed class OutOfDistribution : IDisposable
{
    public static OutOfDistribution Learn(TransferModel model, ImageSet training, ImageSet validation) => throw new NotImplementedException();
    /// <param name="features">N×channels, from <see cref="TransferModel.Features(Tensor)"/>.</param>
    public bool[] IsUnlike(Tensor features) => throw new NotImplementedException();
    public bool IsUnlike(TransferModel model, string imagePath) => throw new NotImplementedException();
    public void Save(string path) => throw new NotImplementedException();
    public static OutOfDistribution Load(string path) => throw new NotImplementedException();
    /// <summary>Where it is kept, beside the model.</summary>
    public static string PathBeside(string modelPath) => throw new NotImplementedException();
    public void Dispose() => throw new NotImplementedException();
}
