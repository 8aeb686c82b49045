using SketchPets.Animals;
using SketchPets.Things;

namespace SketchPets.Scene;

/// <summary>All kinds of both worlds.</summary>
static class Kinds
{
    public static readonly Kind[] Target = [new("cat", Cats.Design), new("dog", Dogs.Design)];

    public static readonly Kind[] Source =
    [
        new("aeroplane", Vehicles.Aeroplane),
        new("bear", Woods.Bear),
        new("bicycle", Vehicles.Bicycle),
        new("boat", Vehicles.Boat),
        new("butterfly", Small.Butterfly),
        new("camel", Savanna.Camel),
        new("car", Vehicles.Car),
        new("chair", Home.Chair),
        new("chicken", Birds.Chicken),
        new("clock", Home.Clock),
        new("cow", Farm.Cow),
        new("cup", Home.Cup),
        new("deer", Woods.Deer),
        new("donkey", Farm.Donkey),
        new("duck", Birds.Duck),
        new("elephant", Savanna.Elephant),
        new("fish", Water.Fish),
        new("flower", Garden.Flower),
        new("frog", Water.Frog),
        new("giraffe", Savanna.Giraffe),
        new("goat", Farm.Goat),
        new("guitar", Home.Guitar),
        new("hedgehog", Woods.Hedgehog),
        new("hippo", Savanna.Hippo),
        new("horse", Farm.Horse),
        new("house", Home.House),
        new("kangaroo", Savanna.Kangaroo),
        new("koala", Savanna.Koala),
        new("monkey", Savanna.Monkey),
        new("mouse", Woods.Mouse),
        new("mushroom", Garden.Mushroom),
        new("octopus", Water.Octopus),
        new("owl", Birds.Owl),
        new("penguin", Birds.Penguin),
        new("pig", Farm.Pig),
        new("rabbit", Woods.Rabbit),
        new("raccoon", Woods.Raccoon),
        new("sheep", Farm.Sheep),
        new("shoe", Home.Shoe),
        new("snail", Small.Snail),
        new("spider", Small.Spider),
        new("squirrel", Woods.Squirrel),
        new("tree", Garden.Tree),
        new("turtle", Water.Turtle),
        new("umbrella", Home.Umbrella),
        new("whale", Water.Whale),
    ];
}
