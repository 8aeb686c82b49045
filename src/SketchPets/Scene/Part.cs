namespace SketchPets.Scene;

/// <summary>The places of an animal that a coat may colour differently.</summary>
enum Part
{
    Head,
    Muzzle,
    Ear,
    InnerEar,
    Body,
    Chest,
    Leg,
    Paw,
    Tail,
}
