using static TorchSharp.torch;

namespace TransferLearning;

/// <content>Training and judging.</content>
public sealed partial class TransferModel
{
    /// <summary>Trains whatever is trainable. The test part is not touched.</summary>
    public Task<History> FitAsync(Split split, TrainingOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Loss, accuracy and every image's probabilities, in eval mode; the mode is given back as it was.</summary>
    public Evaluation Evaluate(ImageSet images, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Pooled features of a part, computed once: float32, N×channels.</summary>
    public Examples Features(ImageSet images, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>What the model says of one image file.</summary>
    public Prediction Predict(string imagePath) => throw new NotImplementedException();
}
