namespace TransferLearning;

/// <summary>
/// What chance has decided for one picture: an affine map from the new pixel to the place of the old picture that it shows, and a gain.
/// (x, y) around the centre → (ShiftX + Cos·Mirror·x − Sin·y, ShiftY + Sin·Mirror·x + Cos·y) around the centre.
/// </summary>
/// <param name="Cos">Cosine of the rotation, times the zoom.</param>
/// <param name="Sin">Sine of the rotation, times the zoom.</param>
/// <param name="Mirror">-1 mirrors left and right, otherwise 1.</param>
/// <param name="ShiftX">In pixels.</param>
/// <param name="ShiftY">In pixels.</param>
/// <param name="Gain">Brightness is multiplied by this.</param>
internal readonly record struct PictureChange(double Cos, double Sin, double Mirror, double ShiftX, double ShiftY, double Gain);
