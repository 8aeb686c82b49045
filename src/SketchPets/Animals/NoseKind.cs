namespace SketchPets.Animals;

enum NoseKind
{
    /// <summary>Small and three-cornered.</summary>
    Triangle,

    /// <summary>Broad, round and wet.</summary>
    Oval,

    /// <summary>A disc with two holes.</summary>
    Snout,

    /// <summary>Only two holes.</summary>
    Slits,
}
