using SketchPets.Scene;

namespace SketchPets;

/// <summary>
/// A world of drawn pictures. <see cref="Target"/> has the two kinds of the experiment, cats and dogs; <see cref="Source"/> has kinds to
/// pre-train on, none of them a cat or a dog. A picture depends on its kind, seed and size only, byte for byte, on every machine; all but
/// the kind's own shape (coat, pose, light, place, background, clutter, blur) depends on the seed alone, so that the same seed gives a cat
/// and
/// a dog the same everything else.
/// </summary>
public sealed class SketchWorld
{
    /// <summary>Width and height of a picture, in pixels, unless another is asked for.</summary>
    public const int DefaultSize = 128;

    readonly Dictionary<string, Kind> kinds;

    SketchWorld(IEnumerable<Kind> kinds)
    {
        this.kinds = kinds.ToDictionary(kind => kind.Name);
        Kinds = [.. this.kinds.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>Cats and dogs.</summary>
    public static SketchWorld Target { get; } = new(Scene.Kinds.Target);

    /// <summary>Many other animals and things.</summary>
    public static SketchWorld Source { get; } = new(Scene.Kinds.Source);

    /// <summary>The names of the kinds, in alphabetical order: what the classes are called.</summary>
    public IReadOnlyList<string> Kinds { get; }

    /// <summary>Draws a picture, from any thread.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="seed">Any number; another number gives another picture.</param>
    /// <param name="size">Width and height in pixels, 16 to 4096. The picture is drawn anew, not scaled.</param>
    /// <exception cref="ArgumentException">This world has no such kind.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is too small or too large.</exception>
    public Sketch Draw(string kind, long seed, int size = DefaultSize)
    {
        ArgumentNullException.ThrowIfNull(kind);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, 4096);
        if (!kinds.TryGetValue(kind, out Kind? found))
            throw new ArgumentException($"There is no kind '{kind}' in this world; it has {string.Join(", ", Kinds)}.", nameof(kind));
        return Studio.Draw(found, seed, size);
    }
}
