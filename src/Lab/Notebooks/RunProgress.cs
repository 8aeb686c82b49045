namespace Lab.Notebooks;

/// <summary>How far a notebook has come.</summary>
/// <param name="Notebook">Its path.</param>
/// <param name="Cell">The cell with code that is at work or has just ended, from 1.</param>
/// <param name="Cells">Cells with code.</param>
/// <param name="Seconds">What the cell took; null while it is at work.</param>
internal sealed record RunProgress(string Notebook, int Cell, int Cells, double? Seconds);
