namespace SketchPets.Animals;

enum Pose
{
    Portrait,
    Stand,
    Walk,
    Sit,
    Lie,
}
