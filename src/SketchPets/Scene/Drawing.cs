using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>A figure in a box from −1 to 1, seen from one side; the dice decide which way it looks.</summary>
sealed class Drawing(Dice pose, Action<Artist, Look> draw, bool grounded = true, double halfWidth = 1) : Figure
{
    readonly int side = pose.Sign();

    public override (Point Min, Point Max) Bounds => ((-halfWidth, -1), (halfWidth, 1));

    public override bool Grounded => grounded;

    public override void Draw(Artist artist, Look look) => draw(artist.In(Affine.Scale(side, 1)), look);
}
