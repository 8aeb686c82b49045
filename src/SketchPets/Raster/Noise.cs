namespace SketchPets.Raster;

/// <summary>Smooth random fields of the plane, in [−1, 1]: random values on the integer grid, joined by smoothstep.</summary>
readonly struct Noise(ulong seed)
{
    readonly uint seed = (uint)(seed ^ (seed >> 32));

    public double At(double x, double y)
    {
        double floorX = Math.Floor(x), floorY = Math.Floor(y);
        int ix = (int)floorX, iy = (int)floorY;
        double u = x - floorX, v = y - floorY;
        u = u * u * (3 - 2 * u);
        v = v * v * (3 - 2 * v);
        double top = Grid(ix, iy), bottom = Grid(ix, iy + 1);
        top += (Grid(ix + 1, iy) - top) * u;
        bottom += (Grid(ix + 1, iy + 1) - bottom) * u;
        return top + (bottom - top) * v;
    }

    /// <summary>The sum of octaves, each twice as fine and half as strong.</summary>
    public double Fractal(double x, double y, int octaves)
    {
        double sum = 0, strength = 1, total = 0;
        for (int octave = 0; octave < octaves; octave++)
        {
            sum += strength * At(x + 17.3 * octave, y - 9.1 * octave);
            total += strength;
            strength /= 2;
            x *= 2;
            y *= 2;
        }
        return sum / total;
    }

    /// <summary>The distance to the nearest of randomly strewn points, about one for each unit square, and that point's own random
    /// value.</summary>
    public (double Distance, double Value) Nearest(double x, double y)
    {
        int ix = (int)Math.Floor(x), iy = (int)Math.Floor(y);
        double best = 9, value = 0;
        for (int cy = iy - 1; cy <= iy + 1; cy++)
        {
            for (int cx = ix - 1; cx <= ix + 1; cx++)
            {
                double dx = cx + 0.5 + 0.4 * Grid(cx, cy) - x, dy = cy + 0.5 + 0.4 * Grid(cx + 7919, cy) - y;
                double distance = dx * dx + dy * dy;
                if (distance < best)
                {
                    best = distance;
                    value = Grid(cx, cy + 7919);
                }
            }
        }
        return (Math.Sqrt(best), value);
    }

    double Grid(int x, int y)
    {
        uint h = unchecked(seed + (uint)x * 0x9E3779B1u + (uint)y * 0x85EBCA77u);
        h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
        h = (h ^ (h >> 12)) * 0x297A2D39u;
        h ^= h >> 15;
        return h * (2.0 / uint.MaxValue) - 1;
    }
}
