using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// Tells when a picture is unlike anything a model has seen: its features lie far from those of the nearest training pictures (Sun et al. 2022,
/// "Out-of-distribution detection with deep nearest neighbors"), by angle or by length. A classifier alone cannot tell: it divides a teapot between
/// cat and dog, and often with confidence.
/// </summary>
public sealed class Familiarity : IDisposable
{
    private const int Neighbours = 5, PicturesKept = 500;

    // By each of the two distances, so that about three in a hundred familiar pictures are called unfamiliar: rather a needless warning than a
    // confident answer about a teapot.
    private const double FamiliarShare = 0.985;
    private const string FeaturesName = "features", AngleName = "angle_limit", LengthName = "length_limit";

    private readonly Tensor seen;   // pictures × features
    private readonly double angleLimit;
    private readonly double lengthLimit;

    private Familiarity(Tensor seen, double angleLimit, double lengthLimit)
    {
        this.seen = seen;
        this.angleLimit = angleLimit;
        this.lengthLimit = lengthLimit;
    }

    /// <summary>Learns what is familiar.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="training">Up to 500 of its training pictures are remembered, by their features.</param>
    /// <param name="validation">Pictures it has not learned from give the limits: nearly all of them lie within.</param>
    /// <param name="imageSize">Width and height in pixels; the backbone's own by default.</param>
    public static Familiarity Learn(TransferModel model, PictureSet training, PictureSet validation, int? imageSize = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor seen = FeaturesOf(model, training, imageSize);
        using var learned = new Familiarity(seen.clone().DetachFromDisposeScope(), double.PositiveInfinity, double.PositiveInfinity);
        (double[] angles, double[] lengths) = learned.DistancesOf(FeaturesOf(model, validation, imageSize));
        return new Familiarity(seen.DetachFromDisposeScope(), LimitOf(angles), LimitOf(lengths));
    }

    /// <summary>Says of each picture whether it is like those seen.</summary>
    /// <param name="features">N×features, from <see cref="TransferModel.Features"/>.</param>
    public bool[] AreFamiliar(Tensor features)
    {
        (double[] angles, double[] lengths) = DistancesOf(features);
        return [.. angles.Zip(lengths, (angle, length) => angle <= angleLimit && length <= lengthLimit)];
    }

    /// <summary>Writes what was learned.</summary>
    public void Save(string path) => Safetensors.Write(
        path,
        new Dictionary<string, Tensor> { [FeaturesName] = seen },
        new Dictionary<string, string> { [AngleName] = angleLimit.ToString("R"), [LengthName] = lengthLimit.ToString("R") });

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Familiarity Load(string path)
    {
        IReadOnlyDictionary<string, string> limits = Safetensors.ReadMetadata(path);
        return Safetensors.Read(path).TryGetValue(FeaturesName, out Tensor? seen)
            && double.TryParse(limits.GetValueOrDefault(AngleName), out double angle)
            && double.TryParse(limits.GetValueOrDefault(LengthName), out double length)
            ? new Familiarity(seen, angle, length)
            : throw new UserMistakeException($"{Path.GetFullPath(path)} does not say what the model is familiar with; train it again.");
    }

    /// <inheritdoc/>
    public void Dispose() => seen.Dispose();

    /// <summary>Mean distance to the nearest few training pictures: one minus the cosine, and the Euclidean distance.</summary>
    private (double[] Angles, double[] Lengths) DistancesOf(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        features = features.to(seen.device);
        Tensor products = features.matmul(seen.t());
        Tensor own = features.pow(2).sum([1L], keepdim: true), theirs = seen.pow(2).sum([1L]).unsqueeze(0);
        return (Nearest(1 - products / (own * theirs).add(1e-12).sqrt()), Nearest((own + theirs - 2 * products).clamp_min(0).sqrt()));
    }

    private static double[] Nearest(Tensor distances)
    {
        int count = (int)Math.Min(Neighbours, distances.shape[1]);
        float[] nearest = distances.topk(count, dim: 1, largest: false).values.mean([1L]).cpu().data<float>().ToArray();
        return Array.ConvertAll(nearest, distance => (double)distance);
    }

    private static double LimitOf(double[] distances)
    {
        double[] sorted = [.. distances.Order()];
        return sorted[Math.Min((int)Math.Ceiling(FamiliarShare * sorted.Length), sorted.Length) - 1];
    }

    private static Tensor FeaturesOf(TransferModel model, PictureSet set, int? imageSize)
    {
        var features = new List<Tensor>();
        bool wasTraining = model.training;
        model.eval();
        long pictures = 0;
        foreach (PictureBatch batch in set.Batches(imageSize ?? model.Backbone.ImageSize, shuffleSeed: 0))
        {
            using (batch)
            {
                features.Add(model.Features(batch.Pictures));
                pictures += batch.Labels.shape[0];
            }

            if (pictures >= PicturesKept)
            {
                break;
            }
        }

        model.train(wasTraining);
        return cat(features.ToArray());
    }
}
