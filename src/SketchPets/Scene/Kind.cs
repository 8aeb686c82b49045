using SketchPets.Raster;

namespace SketchPets.Scene;

/// <summary>A kind of thing to draw.</summary>
/// <param name="Name">The class's name, lower case.</param>
/// <param name="Design">
/// Makes one, from dice for its shape and dice for its pose. The pose's dice fall the same for every kind with the same seed.
/// </param>
sealed record Kind(string Name, Func<Dice, Dice, Figure> Design);
