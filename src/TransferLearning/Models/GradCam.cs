namespace TransferLearning;

/// <summary>Grad-CAM (Selvaraju et al. 2017).</summary>
public static class GradCam
{
    /// <returns>rows × columns, 0 to 1.</returns>
    public static float[,] Of(TransferModel model, string imagePath, int? label = null) => throw new NotImplementedException();
}
