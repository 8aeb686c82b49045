using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// Tells when a picture is unlike anything a model has seen: how far its features lie from the middle of the nearest class, each feature measured
/// in its own standard deviation. A classifier alone cannot tell: it divides a teapot between cat and dog, and often with confidence.
/// </summary>
public sealed class Familiarity : IDisposable
{
    // Two in a hundred familiar pictures are called unfamiliar: rather a needless warning than a confident answer about a teapot.
    private const double FamiliarShare = 0.98;
    private const string CentresName = "centres", DeviationsName = "deviations", LimitName = "limit";

    private readonly Tensor centres;      // classes × features
    private readonly Tensor deviations;   // features

    private Familiarity(Tensor centres, Tensor deviations, double limit)
    {
        this.centres = centres;
        this.deviations = deviations;
        Limit = limit;
    }

    /// <summary>Distance beyond which a picture is called unfamiliar.</summary>
    public double Limit { get; }

    /// <summary>Learns what is familiar.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="training">Its training pictures give the middle of each class.</param>
    /// <param name="validation">Pictures it has not learned from give the limit: 98 % of them lie within.</param>
    /// <param name="imageSize">Width and height in pixels; the backbone's own by default.</param>
    public static Familiarity Learn(TransferModel model, PictureSet training, PictureSet validation, int? imageSize = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        (Tensor features, Tensor labels) = FeaturesOf(model, training, imageSize);
        Tensor[] middles = [.. training.Classes.Select((_, label) => features.index_select(0, Rows(labels, label)).mean([0L]))];
        Tensor centres = stack(middles);
        Tensor deviations = (features - centres.index_select(0, labels)).pow(2).mean([0L]).add(1e-6).sqrt();
        using var learned = new Familiarity(centres.clone().DetachFromDisposeScope(), deviations.clone().DetachFromDisposeScope(), 0);
        double[] distances = learned.DistancesOf(FeaturesOf(model, validation, imageSize).Features);
        Array.Sort(distances);
        double limit = distances[Math.Min((int)Math.Ceiling(FamiliarShare * distances.Length), distances.Length) - 1];
        return new Familiarity(centres.DetachFromDisposeScope(), deviations.DetachFromDisposeScope(), limit);
    }

    /// <summary>How far pictures lie from the nearest class, in units of <see cref="Limit"/>'s scale.</summary>
    /// <param name="features">N×features, from <see cref="TransferModel.Features"/>.</param>
    public double[] DistancesOf(Tensor features)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        Tensor gaps = (features.unsqueeze(1) - centres.unsqueeze(0)) / deviations;
        return Array.ConvertAll(gaps.pow(2).mean([2L]).amin([1L]).sqrt().data<float>().ToArray(), distance => (double)distance);
    }

    /// <summary>Writes what was learned.</summary>
    public void Save(string path) => Safetensors.Write(
        path,
        new Dictionary<string, Tensor> { [CentresName] = centres, [DeviationsName] = deviations },
        new Dictionary<string, string> { [LimitName] = Limit.ToString("R") });

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static Familiarity Load(string path)
    {
        IReadOnlyDictionary<string, Tensor> tensors = Safetensors.Read(path);
        return tensors.TryGetValue(CentresName, out Tensor? centres)
            && tensors.TryGetValue(DeviationsName, out Tensor? deviations)
            && double.TryParse(Safetensors.ReadMetadata(path).GetValueOrDefault(LimitName), out double limit)
            ? new Familiarity(centres, deviations, limit)
            : throw new UserMistakeException($"{Path.GetFullPath(path)} does not say what the model is familiar with; train it again.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        centres.Dispose();
        deviations.Dispose();
    }

    private static (Tensor Features, Tensor Labels) FeaturesOf(TransferModel model, PictureSet set, int? imageSize)
    {
        var features = new List<Tensor>();
        var labels = new List<Tensor>();
        bool wasTraining = model.training;
        model.eval();
        foreach (PictureBatch batch in set.Batches(imageSize ?? model.Backbone.ImageSize))
        {
            using (batch)
            {
                features.Add(model.Features(batch.Pictures));
                labels.Add(batch.Labels.clone());
            }
        }

        model.train(wasTraining);
        return (cat(features.ToArray()), cat(labels.ToArray()));
    }

    private static Tensor Rows(Tensor labels, long label)
    {
        long[] all = labels.data<long>().ToArray();
        return tensor(Enumerable.Range(0, all.Length).Where(row => all[row] == label).Select(row => (long)row).ToArray());
    }
}
