using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// Which places of a picture speak for a class: the feature maps of a block, each weighted by how much the class's score grows with it, and only what
/// speaks for the class (Selvaraju et al. 2017, "Grad-CAM: visual explanations from deep networks via gradient-based localization").
/// </summary>
public static class GradCam
{
    // A coarser map than this hides where it looks; deeper blocks know more of what it is.
    private const int LeastCells = 5;

    /// <summary>Computes the map of a picture file.</summary>
    /// <param name="model">The model; its mode is given back as it was.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="imageSize">Width and height in pixels that the model was trained at.</param>
    /// <param name="label">The class, as an index; the one the model would answer by default.</param>
    /// <returns>As below.</returns>
    public static float[,] Of(TransferModel model, Picture picture, int imageSize, int? label = null)
    {
        ArgumentNullException.ThrowIfNull(picture);
        using Tensor pixels = picture.Load(imageSize);
        return Of(model, pixels, label);
    }

    /// <summary>Computes the map of one picture.</summary>
    /// <param name="model">The model; its mode is given back as it was.</param>
    /// <param name="picture">1×3×H×W, as in <see cref="PictureBatch"/>.</param>
    /// <param name="label">The class, as an index; the one the model would answer by default.</param>
    /// <param name="block">Index of the block whose maps are weighted; by default the last one whose maps have at least 5×5 cells.</param>
    /// <returns>The heat of each cell, from 0 to 1: rows × columns of the block's maps, coarser than the picture.</returns>
    public static float[,] Of(TransferModel model, Tensor picture, int? label = null, int? block = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(picture);
        if (picture.dim() != 4 || picture.shape[0] != 1)
        {
            throw new ArgumentException($"Give one picture as 1×3×H×W; this is {string.Join("×", picture.shape)}.", nameof(picture));
        }

        using DisposeScope scope = NewDisposeScope();
        bool wasTraining = model.training;
        model.eval();
        try
        {
            int chosen = block ?? model.LastBlockWithCells(picture, LeastCells);
            Tensor maps = model.FeatureMaps(picture, chosen).detach().requires_grad_(true);
            using IDisposable gradient = enable_grad();
            Tensor logits = model.ClassifyFrom(maps, chosen);
            ScoreOf(logits, label).backward();
            Tensor weights = maps.grad!.mean([2L, 3L], keepdim: true);
            Tensor heat = functional.relu((maps.detach() * weights).sum([1L])).squeeze(0);
            float[] values = heat.cpu().contiguous().data<float>().ToArray();
            model.zero_grad();
            return Scaled(values, (int)heat.shape[0], (int)heat.shape[1]);
        }
        finally
        {
            model.train(wasTraining);
        }
    }

    /// <summary>The logit of the class; one logit for two classes counts for the second and against the first.</summary>
    private static Tensor ScoreOf(Tensor logits, int? label)
    {
        if (logits.shape[1] == 1)
        {
            Tensor logit = logits.squeeze();
            bool second = label is { } wanted ? wanted == 1 : logit.item<float>() > 0;
            return second ? logit : -logit;
        }

        return logits[0, label ?? logits.argmax(1).item<long>()];
    }

    private static float[,] Scaled(float[] values, int rows, int columns)
    {
        float largest = Math.Max(values.Max(), float.Epsilon);
        var heat = new float[rows, columns];
        for (int i = 0; i < values.Length; i++)
        {
            heat[i / columns, i % columns] = values[i] / largest;
        }

        return heat;
    }
}
