using TorchSharp;
using TransferLearning.Display;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>What a model says of one picture file.</summary>
/// <param name="ClassName">The most probable class.</param>
/// <param name="Probability">Its probability.</param>
/// <param name="IsUnfamiliar">Whether the picture is unlike anything the model has seen, so that the answer is worth nothing.</param>
[TypeFormatterSource(typeof(PredictionDisplay))]
public sealed record Prediction(string ClassName, float Probability, bool IsUnfamiliar)
{
    /// <summary>Asks a model about a picture.</summary>
    /// <param name="model">A trained model.</param>
    /// <param name="path">A JPEG or PNG file.</param>
    /// <param name="imageSize">Width and height in pixels that the model was trained at.</param>
    /// <param name="familiarity">What the model is familiar with, if known.</param>
    /// <exception cref="UserMistakeException">The file is missing or no readable picture.</exception>
    public static Prediction Of(TransferModel model, string path, int imageSize, Familiarity? familiarity = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        model.eval();
        Tensor picture = Picture.Load(path, imageSize);
        float[] probabilities = Objective.Probabilities(model.call(picture))[0];
        int best = Array.IndexOf(probabilities, probabilities.Max());
        bool unfamiliar = familiarity is not null && !familiarity.AreFamiliar(model.Features(picture))[0];
        return new Prediction(model.Classes[best], probabilities[best], unfamiliar);
    }
}
