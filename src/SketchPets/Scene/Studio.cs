using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>Sets up a scene around a figure and draws it, from the back to the front.</summary>
static class Studio
{
    public static Sketch Draw(Kind kind, long seed, int size)
    {
        Canvas canvas = new(size);
        Style style = Style.Throw(Dice.For(seed, "style"));
        Artist artist = new(canvas, style);
        Dice place = Dice.For(seed, "place");
        double ground = place.Between(0.45, 0.92);

        Dice scene = Dice.For(seed, "scene");
        Backdrop.Draw(artist, scene, horizon: ground - place.Between(0.25, 0.9));
        Clutter.Draw(artist, scene, ground - 0.15, scene.Below(5));
        if (scene.Chance(0.5))
            canvas.Soften(scene.Between(0.006, 0.03));

        Figure figure = kind.Design(Dice.For(seed, "shape " + kind.Name), Dice.For(seed, "pose"));
        DrawFigure(artist, figure, Look.Throw(Dice.For(seed, "look")), place, ground);
        Clutter.Occlude(artist, Dice.For(seed, "occlusion"));
        Finish.Apply(canvas, Dice.For(seed, "finish"));
        return canvas.ToSketch();
    }

    static void DrawFigure(Artist artist, Figure figure, Look look, Dice place, double ground)
    {
        (Point min, Point max) = figure.Bounds;
        double extent = Math.Max(max.X - min.X, (max.Y - min.Y) * 0.95);
        double size = place.Between(1.45, 2.05) / extent, tilt = place.Around(0, 0.15);
        double halfWidth = (max.X - min.X) / 2 * size, height = (max.Y - min.Y) * size;
        double x = place.Between(-1, 1) * Math.Max(0.26, 1 - halfWidth);
        double bottom = figure.Grounded ? Math.Max(ground, height - 1.02)
            : Math.Clamp(place.Between(-1, 1) * Math.Max(0.3, 1 - height / 2), -0.4, 0.4) + height / 2;
        Affine frame = Affine.Move(x, bottom) * Affine.Rotate(tilt) * Affine.Scale(size) * Affine.Move(-(min.X + max.X) / 2, -max.Y);
        if (figure.Grounded)
            artist.Shadow(Shape.Ellipse((x - artist.Style.Light.X * 0.1, bottom - 0.02), halfWidth * 0.95, 0.07), 0.035, 0.75);
        figure.Draw(artist.In(frame), look);
    }
}
