using SketchPets.Raster;
using SketchPets.Scene;

namespace SketchPets.Animals;

/// <summary>Parts of faces that are not a <see cref="Head"/>.</summary>
static class Face
{
    /// <summary>A round eye with its pupil and a glint.</summary>
    public static void RoundEye(Artist artist, Look look, Point at, double radius, double pupil = 0.6)
    {
        artist.Detail(Shape.Circle(at, radius * 1.18), Color.Black);
        artist.Detail(Shape.Circle(at, radius), look.Eye);
        artist.Detail(Shape.Circle(at, radius * pupil), Color.Black);
        artist.Detail(Shape.Circle(at + (-0.25 * radius, -0.35 * radius), radius * 0.28), Color.White);
    }

    public static void Smile(Artist artist, Point at, double wide, double thick = 0.02) =>
        artist.Detail(Shape.Curve(thick, thick, at + (-wide, -wide * 0.35), at, at + (wide, -wide * 0.35)), Color.Black, 0.85);
}
