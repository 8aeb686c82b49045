namespace TransferLearning;

/// <summary>
/// Random changes of training images that leave the class as it is. Off by default. One affine map per image, carried out on the batch
/// wherever it lies (affine_grid, grid_sample).
/// </summary>
/// <param name="HorizontalFlip">Mirrors half of the images, left to right.</param>
/// <param name="SmallestCrop">Smallest share of the area that a random crop keeps; 1 crops nothing.</param>
/// <param name="RotationDegrees">Largest rotation to either side, in degrees.</param>
/// <param name="Brightness">Largest relative change of brightness to either side: 0.2 multiplies by 0.8 to 1.2.</param>
public sealed record Augmentation(
    bool HorizontalFlip = false, double SmallestCrop = 1, double RotationDegrees = 0, double Brightness = 0)
{
    private const int Draws = 6;   // numbers of chance per image; one more, and every seed gives other changes

    /// <summary>Leaves images as they are.</summary>
    public static Augmentation None { get; } = new();

    /// <summary>A moderate mixture: flip, crops down to 60 % of the area, 10° of rotation, 20 % of brightness.</summary>
    public static Augmentation Standard { get; } = new(true, SmallestCrop: 0.6, RotationDegrees: 10, Brightness: 0.2);

    /// <summary>Whether nothing is changed.</summary>
    public bool IsNone => this == None;

    /// <summary>Changes a batch. Chance comes from torch's generator of that seed; neighbours are independent.</summary>
    /// <param name="images">uint8 or float, N×3×H×W, values 0 to 255.</param>
    /// <param name="seed">Same seed, same changes.</param>
    /// <returns>float32, N×3×H×W, 0 to 255, channels-last strides.</returns>
    public Tensor Apply(Tensor images, int seed)
    {
        using var scope = NewDisposeScope();
        Tensor numbers = images.to_type(ScalarType.Float32);
        if (IsNone)
        {
            return numbers.MoveToOuterDisposeScope();
        }

        long count = images.shape[0];
        double aspect = (double)images.shape[3] / images.shape[2];
        using var generator = new Generator(unchecked((uint)seed));
        (float[] Map, float Gain)[] drawn =
            [.. rand([count, Draws], generator: generator).data<float>().ToArray().Chunk(Draws).Select(chance => Draw(chance, aspect))];
        Tensor result = Sample(numbers, tensor(drawn.SelectMany(image => image.Map).ToArray(), [count, 2, 3], device: images.device));
        if (Brightness > 0)
        {
            Tensor gains = tensor(drawn.Select(image => image.Gain).ToArray(), [count, 1, 1, 1], device: images.device);
            result = result.mul_(gains).clamp_(0, 255);
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Bilinear; beyond the border the nearest pixel stands.</summary>
    /// <param name="images">float32, N×3×H×W.</param>
    /// <param name="maps">N×2×3: from where in the source (x, y from −1 to 1) each place of the result comes.</param>
    internal static Tensor Sample(Tensor images, Tensor maps)
    {
        using var scope = NewDisposeScope();
        Tensor grid = nn.functional.affine_grid(maps, images.shape, align_corners: false);
        Tensor sampled = nn.functional.grid_sample(
            images, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
        return sampled.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    // A turn mixes x and y, which are counted in halves of width and of height: the aspect (width / height) makes it a turn in pixels.
    private (float[] Map, float Gain) Draw(float[] chance, double aspect)
    {
        (float flip, float area, float right, float down, float turn, float light) =
            (chance[0], chance[1], chance[2], chance[3], chance[4], chance[5]);
        double mirror = HorizontalFlip && flip < 0.5 ? -1 : 1;
        double zoom = Math.Sqrt(SmallestCrop + (1 - SmallestCrop) * area), slack = 1 - zoom;
        double angle = (2 * turn - 1) * RotationDegrees * Math.PI / 180;
        double cos = Math.Cos(angle) * zoom, sin = Math.Sin(angle) * zoom;
        double[] map =
        [
            mirror * cos, -sin / aspect, slack * (2 * right - 1),
            mirror * sin * aspect, cos, slack * (2 * down - 1),
        ];
        return ([.. map.Select(entry => (float)entry)], (float)(1 + (2 * light - 1) * Brightness));
    }
}
