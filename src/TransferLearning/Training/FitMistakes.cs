using TorchSharp.Modules;

namespace TransferLearning;

/// <content>What can go wrong in a training, each in a sentence.</content>
public sealed partial class TransferModel
{
    /// <summary>Whether a training changes running statistics of BatchNorm.</summary>
    internal bool TrainsSomeStatistics => TrainsStatistics && modules().OfType<BatchNorm2d>().Any(norm => norm.weight!.requires_grad);

    /// <summary>What is known to go wrong before anything is decoded.</summary>
    private void Check(TrainingOptions options, Split split)
    {
        options.Check();
        foreach (ImageSet part in new[] { split.Training, split.Validation })
        {
            CheckClasses(part);
            UserMistakeException.ThrowIf(part.Count == 0,
                $"The {part.Name} part has no images: take more images, or other shares for the parts.");
        }

        UserMistakeException.ThrowIf(options.BatchSize > split.Training.Count,
            $"A batch of {options.BatchSize:N0} images is more than the training part has ({split.Training.Count:N0}): "
                + "take a batch size of at most that.");

        UserMistakeException.ThrowIf(!parameters().Any(parameter => parameter.requires_grad),
            "No parameter of the model is trainable: call Freeze (only the head is trainable then), UnfreezeFrom or Unfreeze first.");

        bool hasBatchOfOne = options.BatchSize == 1 || split.Training.Count == 1;
        UserMistakeException.ThrowIf(
            hasBatchOfOne && TrainsSomeStatistics
            && ShapesOfBlocks(ImageSize, Device).Skip(FrozenBlocks).Any(shape => shape[2] * shape[3] == 1),
            "A batch of one image gives BatchNorm layers that train their statistics one value per channel, which has no spread: "
                + "take batches of two or more images, larger images, or set TrainsStatistics to false.");

        CheckWeights();
    }

    private void CheckClasses(ImageSet images)
    {
        UserMistakeException.ThrowIf(!images.Classes.SequenceEqual(Classes),
            $"The model tells {string.Join(", ", Classes)} apart, but the classes of the {images.Name} images are "
                + $"{string.Join(", ", images.Classes)}: "
                + "make the model with the classes of the images.");
    }

    private void CheckWeights()
    {
        using FinalizerGate gate = FinalizerGate.Close();
        using IDisposable noGradient = no_grad();
        foreach ((string name, Tensor value) in state_dict())
        {
            using DisposeScope scope = NewDisposeScope();
            UserMistakeException.ThrowIf(value.is_floating_point() && !value.isfinite().all().item<bool>(),
                $"\"{name}\" of the model holds values that are no numbers (NaN or infinity), so that every loss would be NaN: "
                    + "make the model anew, or load weights that are whole.");
        }
    }

    private static (double Loss, double Accuracy) Finite((double Loss, double Accuracy) figures, TrainingOptions options, int epoch) =>
        double.IsFinite(figures.Loss)
            ? figures
            : throw new UserMistakeException(
                $"The loss of \"{options.Name}\" is no longer a number in epoch {epoch}: "
                    + $"a learning rate of {options.LearningRate:G3} is too high for this model; "
                    + "try a tenth of it, with a model made anew.");
}
