using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Random changes of training images that leave the class as it is. Off by default. One affine map per image, carried out on the batch wherever it lies (affine_grid, grid_sample).</summary>
public sealed record Augmentation
{
    public static Augmentation None { get; } = new();

    public static Augmentation Standard { get; } = new() { HorizontalFlip = true, SmallestCrop = 0.6, RotationDegrees = 10, Brightness = 0.2 };

    public bool HorizontalFlip { get; init; }

    /// <summary>Smallest share of the area that a random crop keeps; 1 crops nothing.</summary>
    public double SmallestCrop { get; init; } = 1;

    public double RotationDegrees { get; init; }

    /// <summary>Largest relative change of brightness to either side.</summary>
    public double Brightness { get; init; }

    public bool IsNone => this == None;

    /// <summary>Changes a batch: uint8 or float N×3×H×W (values 0 to 255) → float32 N×3×H×W, 0 to 255. Chance comes from torch's generator of that seed; neighbours are independent.</summary>
    public Tensor Apply(Tensor images, int seed) => throw new NotImplementedException();
}
