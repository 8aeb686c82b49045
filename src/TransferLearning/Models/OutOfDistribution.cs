using System.Globalization;
using MathNet.Numerics.Statistics;

namespace TransferLearning;

/// <summary>
/// Tells when an image is unlike the training images: its features lie far from those of the nearest of them (Sun et al. 2022,
/// "Out-of-distribution detection with deep nearest neighbors"), by angle or by length. A classifier alone cannot tell: it divides a teapot
/// between cat and dog, and often with confidence.
/// </summary>
public sealed class OutOfDistribution : IDisposable
{
    private const int Neighbours = 5, ImagesKept = 500;

    // By each of the two distances, so that about three in a hundred images of the usual kind are called unlike: rather a needless warning
    // than a confident answer about a teapot.
    private const double ShareWithin = 0.985;
    private const string FeaturesName = "features", AngleName = "angle_limit", LengthName = "length_limit";

    private readonly Tensor _seen;   // images × channels, on the CPU
    private readonly double _angleLimit, _lengthLimit;

    private OutOfDistribution(Tensor seen, double angleLimit, double lengthLimit)
    {
        _seen = seen.DetachFromDisposeScope();
        _angleLimit = angleLimit;
        _lengthLimit = lengthLimit;
    }

    /// <summary>Learns what images of the usual kind look like to a model.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="training">Up to 500 of its training images are remembered, by their features.</param>
    /// <param name="validation">Images that it has not learned from give the limits: nearly all of them lie within.</param>
    public static OutOfDistribution Learn(TransferModel model, ImageSet training, ImageSet validation)
    {
        using Examples seen = model.Features(Some(training)), held = model.Features(Some(validation));
        using DisposeScope scope = NewDisposeScope();
        return Learn(seen.Inputs, held.Inputs);

        static ImageSet Some(ImageSet images) => images.Count > ImagesKept ? images.Take(ImagesKept, seed: 0) : images;
    }

    /// <summary>Whether each image is unlike those seen in training.</summary>
    /// <param name="features">N×channels, from <see cref="TransferModel.Features(Tensor)"/>.</param>
    public bool[] IsUnlike(Tensor features)
    {
        (double[] angles, double[] lengths) = DistancesOf(features);
        return [.. angles.Zip(lengths, (angle, length) => !(angle <= _angleLimit && length <= _lengthLimit))];
    }

    /// <summary>Whether an image file is unlike those seen in training.</summary>
    /// <param name="model">The model that it was learned with; its mode is given back as it was.</param>
    /// <param name="imagePath">The image.</param>
    /// <exception cref="UserMistakeException">The file is missing or no readable image.</exception>
    public bool IsUnlike(TransferModel model, string imagePath)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad(), mode = model.InEvalMode();
        return IsUnlike(model.Features(ImageDecoder.Load(imagePath, model.ImageSize)))[0];
    }

    /// <summary>Writes what was learned, as safetensors.</summary>
    public void Save(string path) => Safetensors.Write(
        path,
        new Dictionary<string, Tensor> { [FeaturesName] = _seen },
        new Dictionary<string, string>
        {
            [AngleName] = _angleLimit.ToString("R", CultureInfo.InvariantCulture),
            [LengthName] = _lengthLimit.ToString("R", CultureInfo.InvariantCulture),
        });

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="UserMistakeException">The file is missing, damaged, or something else.</exception>
    public static OutOfDistribution Load(string path)
    {
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyDictionary<string, string> limits = Safetensors.ReadMetadata(path);
        return WeightsFile.Read(path).TryGetValue(FeaturesName, out Tensor? seen)
            && double.TryParse(limits.GetValueOrDefault(AngleName), CultureInfo.InvariantCulture, out double angle)
            && double.TryParse(limits.GetValueOrDefault(LengthName), CultureInfo.InvariantCulture, out double length)
            ? new OutOfDistribution(seen, angle, length)
            : throw new UserMistakeException(
                $"{Path.GetFullPath(path)} does not say what the training images were like; train the model again.");
    }

    /// <summary>Where it is kept, beside the model.</summary>
    public static string PathBeside(string modelPath) => Path.ChangeExtension(modelPath, ".seen.safetensors");

    /// <inheritdoc/>
    public void Dispose() => _seen.Dispose();

    /// <summary>Learns from features, N×channels each.</summary>
    internal static OutOfDistribution Learn(Tensor seen, Tensor heldOut)
    {
        using DisposeScope scope = NewDisposeScope();
        using var learned = new OutOfDistribution(seen.detach().cpu().clone(), double.PositiveInfinity, double.PositiveInfinity);
        (double[] angles, double[] lengths) = learned.DistancesOf(heldOut);
        double Limit(double[] distances) => distances.QuantileCustom(ShareWithin, QuantileDefinition.R1);
        return new OutOfDistribution(learned._seen.clone(), Limit(angles), Limit(lengths));
    }

    /// <summary>Mean distance to the nearest few training images: one minus the cosine, and the Euclidean distance.</summary>
    private (double[] Angles, double[] Lengths) DistancesOf(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor given = features.to(_seen.device), products = given.mm(_seen.t());
        Tensor own = given.square().sum([1L], keepdim: true), theirs = _seen.square().sum([1L]).unsqueeze(0);
        Tensor cosines = products / (own * theirs).sqrt().clamp_min(1e-12);
        return (Nearest(1 - cosines), Nearest((own + theirs - (2 * products)).clamp_min(0).sqrt()));
    }

    private static double[] Nearest(Tensor distances)
    {
        int count = (int)Math.Min(Neighbours, distances.shape[1]);
        using Tensor nearest = distances.topk(count, dim: 1, largest: false).values.mean([1L]);
        return [.. nearest.data<float>().Select(distance => (double)distance)];
    }
}
