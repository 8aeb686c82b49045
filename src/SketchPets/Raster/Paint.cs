namespace SketchPets.Raster;

/// <summary>The colour at a point, in the drawing's own coordinates.</summary>
delegate Color Paint(double x, double y);
