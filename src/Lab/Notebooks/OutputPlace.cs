namespace Lab.Notebooks;

/// <summary>Where a notebook comes from and where its results go.</summary>
/// <param name="Source">The notebook.</param>
/// <param name="Notebook">The executed copy.</param>
/// <param name="Page">The page.</param>
internal sealed record OutputPlace(string Source, string Notebook, string Page);
