using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>What a camera adds: colour of the light, vignette, blur, noise.</summary>
static class Finish
{
    public static void Apply(Canvas canvas, Dice dice)
    {
        Color tint = Color.Mix(new(1, 1, 1), Color.Hsv(dice.Unit(), 0.3, 1), dice.Unit() * 0.8);
        double exposure = dice.Around(1, 0.22), contrast = dice.Around(1, 0.2), saturation = dice.Around(0.95, 0.35),
            vignette = dice.Chance(0.4) ? dice.Between(0, 0.35) : 0;
        Point slope = Trig.Unit(dice.Between(0, Trig.Tau)) * dice.Between(0, 0.18);
        double noise = dice.Chance(0.4) ? dice.Between(0, 0.04) : 0;
        if (dice.Chance(0.2))
            canvas.Soften(dice.Between(0.003, 0.008));
        canvas.Map((x, y, c) =>
        {
            double light = exposure * (1 - vignette * (x * x + y * y) / 2) * (1 + slope.X * x + slope.Y * y);
            double luma = c.Luma;
            return new(Channel(c.R, luma, tint.R * light), Channel(c.G, luma, tint.G * light), Channel(c.B, luma, tint.B * light));
        });

        double Channel(double value, double luma, double light)
        {
            double developed = ((luma + (value - luma) * saturation - 0.5) * contrast + 0.5) * light;
            return noise == 0 ? developed : developed + noise * (dice.Unit() + dice.Unit() + dice.Unit() - 1.5);
        }
    }
}
