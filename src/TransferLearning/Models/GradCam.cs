using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>
/// Which places of an image speak for a class: the feature maps of a block, each weighted by how much the class's score grows with it, and
/// only what speaks for the class (Selvaraju et al. 2017, "Grad-CAM: visual explanations from deep networks via gradient-based
/// localization").
/// </summary>
public static class GradCam
{
    // A coarser map than this hides where it looks; deeper blocks know more of what it is.
    private const int LeastCells = 5;

    /// <summary>The heat map of an image; mode and gradients of the model stay as they were.</summary>
    /// <param name="model">A trained model.</param>
    /// <param name="image">1×3×H×W, as for <see cref="TransferModel.forward"/>.</param>
    /// <param name="label">The class, as an index; the one that the model would answer by default.</param>
    /// <returns>Rows × columns of the last block whose maps have at least 5×5 cells; 0 to 1.</returns>
    public static float[,] Of(TransferModel model, Tensor image, int? label = null)
    {
        using FinalizerGate gate = FinalizerGate.Close();
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<long[]> shapes = model.ShapesOfBlocks(model.ImageSize, model.Device);
        int block = Math.Max(0, shapes.ToList().FindLastIndex(shape => shape[2] >= LeastCells));
        using IDisposable mode = model.InEvalMode();
        Tensor maps = model.RunTo(block + 1, image).detach().requires_grad_(true);
        using IDisposable gradients = enable_grad();
        Tensor logits = model.RunFrom(block + 1, maps);

        // One logit for two classes counts for the second and against the first.
        logits = logits.shape[1] == 1 ? cat([-logits, logits], 1) : logits;
        Tensor score = logits[0, label ?? logits.argmax(1).item<long>()];
        Tensor weights = autograd.grad([score], [maps])[0].mean([2L, 3L], keepdim: true);
        Tensor heat = functional.relu((maps.detach() * weights).sum([1L])).squeeze(0);
        return (float[,])(heat / heat.max().clamp_min(float.Epsilon)).cpu().data<float>().ToNDArray();
    }
}
