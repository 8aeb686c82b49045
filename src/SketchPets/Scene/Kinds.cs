using SketchPets.Animals;

namespace SketchPets.Scene;

/// <summary>All kinds of both worlds.</summary>
static class Kinds
{
    public static readonly Kind[] Target = [new("cat", Cats.Design), new("dog", Dogs.Design)];

    public static readonly Kind[] Source = [];
}
