using SketchPets.Animals;

namespace SketchPets.Scene;

/// <summary>All kinds of both worlds.</summary>
static class Kinds
{
    public static readonly Kind[] Target = [new("cat", Cats.Design), new("dog", Dogs.Design)];

    public static readonly Kind[] Source =
    [
        new("bear", Woods.Bear),
        new("camel", Savanna.Camel),
        new("cow", Farm.Cow),
        new("deer", Woods.Deer),
        new("donkey", Farm.Donkey),
        new("elephant", Savanna.Elephant),
        new("giraffe", Savanna.Giraffe),
        new("goat", Farm.Goat),
        new("hedgehog", Woods.Hedgehog),
        new("hippo", Savanna.Hippo),
        new("horse", Farm.Horse),
        new("kangaroo", Savanna.Kangaroo),
        new("koala", Savanna.Koala),
        new("monkey", Savanna.Monkey),
        new("mouse", Woods.Mouse),
        new("pig", Farm.Pig),
        new("rabbit", Woods.Rabbit),
        new("raccoon", Woods.Raccoon),
        new("sheep", Farm.Sheep),
        new("squirrel", Woods.Squirrel),
    ];
}
