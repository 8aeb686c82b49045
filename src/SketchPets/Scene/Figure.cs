using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>What a picture shows, in coordinates of its own.</summary>
abstract class Figure
{
    /// <summary>The corners of the part that should be inside the picture.</summary>
    public abstract (Point Min, Point Max) Bounds { get; }

    /// <summary>Whether it stands on the ground (its lowest edge) and throws a shadow there; otherwise it hangs in the air, or is cut off
    /// below.</summary>
    public virtual bool Grounded => true;

    public abstract void Draw(Artist artist, Look look);
}
