namespace TransferLearning.Charting.Drawing;

/// <summary>The values of a trace along one axis: numbers, or the names of categories.</summary>
internal sealed class Coordinates
{
    private readonly double[]? _numbers;

    private Coordinates(double[]? numbers, string[]? categories)
    {
        _numbers = numbers;
        Categories = categories;
    }

    public static Coordinates Empty { get; } = new([], null);

    /// <summary>The names, or null where the values are numbers.</summary>
    public string[]? Categories { get; }

    public int Count => _numbers?.Length ?? Categories!.Length;

    public static implicit operator Coordinates(double[] numbers) => new(numbers, null);
    public static implicit operator Coordinates(string[] categories) => new(null, categories);

    /// <summary>The place of value <paramref name="index"/> on <paramref name="axis"/>; a category stands at its number in the axis's list.</summary>
    public double At(int index, Axis axis) =>
        _numbers is { } numbers ? numbers[index] : axis.Categories?.ToList().IndexOf(Categories![index]) ?? index;
}
