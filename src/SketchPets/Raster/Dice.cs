using System.Numerics;

namespace SketchPets.Raster;

/// <summary>Random numbers that are the same everywhere: xoshiro256** (Blackman and Vigna) seeded through splitmix64.</summary>
sealed class Dice
{
    ulong s0, s1, s2, s3;

    public Dice(ulong seed)
    {
        s0 = Mix(ref seed);
        s1 = Mix(ref seed);
        s2 = Mix(ref seed);
        s3 = Mix(ref seed);
    }

    /// <summary>Independent dice for every (seed, name): what one part of a drawing throws does not shift what another gets.</summary>
    public static Dice For(long seed, string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char letter in name)
            hash = (hash ^ letter) * 1099511628211;
        return new Dice(hash ^ Mix(ref seed));
    }

    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        ulong t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + (high - low) * Unit();

    /// <summary>Bell-shaped around the middle of the interval, never outside it.</summary>
    public double Around(double middle, double spread) => middle + spread * (Unit() + Unit() + Unit() - 1.5) / 1.5;

    public int Below(int count) => (int)(Unit() * count);

    public bool Chance(double probability) => Unit() < probability;

    public int Sign() => Chance(0.5) ? 1 : -1;

    public T Pick<T>(params ReadOnlySpan<T> items) => items[Below(items.Length)];

    static ulong Mix(ref long seed)
    {
        ulong state = (ulong)seed;
        return Mix(ref state);
    }

    static ulong Mix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15;
        ulong z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
