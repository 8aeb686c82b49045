namespace TransferLearning.Charting;

/// <summary>A picture of a grid with what is written under it.</summary>
/// <param name="Path">The picture file; where it cannot be read, an empty frame stands in its place.</param>
/// <param name="Caption">First line, in <paramref name="Color"/>.</param>
/// <param name="Detail">Second line, or empty.</param>
/// <param name="Color">Of the caption and of the stripe under the picture.</param>
/// <param name="Bar">A probability drawn as the stripe's length; null fills it.</param>
/// <param name="Heat">A map drawn over a second copy of the picture, under the first.</param>
internal sealed record Tile(string Path, string Caption, string Detail, string Color, double? Bar = null, float[,]? Heat = null);
