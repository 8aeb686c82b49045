using System.Diagnostics;
using TorchSharp;
using TransferLearning.Display;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Backbones side by side: a classifier on the frozen features of each, with the same pictures and seeds.</summary>
/// <param name="Results">One entry a backbone, in the order given.</param>
/// <param name="ValidationPictures">Number of validation pictures of a seed.</param>
/// <param name="TestPictures">Number of test pictures of a seed.</param>
[TypeFormatterSource(typeof(BackboneComparisonDisplay))]
public sealed record BackboneComparison(IReadOnlyList<BackboneResult> Results, int ValidationPictures, int TestPictures)
{
    private const int TimedPictures = 64, BatchSize = 32, Turns = 3;

    /// <summary>Trains a classifier on each backbone's frozen features, and takes its time.</summary>
    /// <param name="folder">The pictures.</param>
    /// <param name="candidates">The backbones with their weights, and how to train; their strategies do not matter.</param>
    /// <param name="progress">Told a few times a second.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UserMistakeException">There is no candidate, or weights do not fit.</exception>
    public static async Task<BackboneComparison> RunAsync(
        ImageFolder folder, IReadOnlyList<ComparisonSettings> candidates, IProgress<ExperimentProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (candidates.Count == 0)
        {
            throw new UserMistakeException("There is nothing to choose from: give at least one backbone with its weights.");
        }

        List<BackboneResult> results = [];
        Comparison? comparison = null;
        foreach (ComparisonSettings candidate in candidates)
        {
            ComparisonSettings frozen = candidate with { Strategies = [Strategy.Frozen] };
            comparison = await Experiment.CompareAsync(folder, frozen, progress, trained: null, cancellation).ConfigureAwait(false);
            results.Add(await Task.Run(() => Judge(folder, frozen, comparison.Results[0], cancellation), cancellation).ConfigureAwait(false));
        }

        return new BackboneComparison(results, comparison!.ValidationPictures, comparison.TestPictures);
    }

    private static BackboneResult Judge(ImageFolder folder, ComparisonSettings settings, StrategyResult frozen, CancellationToken cancellation)
    {
        using TransferModel model = TransferModel.Create(settings.BackboneAtSize, folder.Classes, settings.PreTrained, settings.Head);
        model.MoveTo(Devices.Open(settings.Device));
        model.FreezeBackbone();
        ParameterCounts counts = model.ParameterCounts;
        double megabytes = sizeof(float) * (counts.Backbone + counts.BackboneStatistics) / 1e6;
        PictureSet pictures = settings.Split(folder, settings.Seeds[0]).Test;
        return new BackboneResult(settings.Backbone, counts.Backbone, megabytes, SecondsPerThousand(model, pictures, settings.BackboneAtSize.ImageSize, cancellation), frozen);
    }

    /// <summary>Of a few turns the fastest: whatever else the machine does can only make one slower.</summary>
    private static double SecondsPerThousand(TransferModel model, PictureSet set, int imageSize, CancellationToken cancellation)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        model.eval();
        List<Tensor> batches = [];
        foreach (PictureBatch batch in set.Batches(imageSize, BatchSize).Take(TimedPictures / BatchSize))
        {
            using (batch)
            {
                batches.Add(batch.Pictures.to(model.Device, copy: true));
            }
        }

        double fastest = double.PositiveInfinity;
        for (int turn = 0; turn <= Turns; turn++)   // the first one, in which memory is taken and code compiled, never is the fastest
        {
            var clock = Stopwatch.StartNew();
            foreach (Tensor batch in batches)
            {
                cancellation.ThrowIfCancellationRequested();
                using Tensor logits = model.call(batch);
                logits.sum().item<float>();   // a GPU has finished when a number of it is here
            }

            fastest = Math.Min(fastest, clock.Elapsed.TotalSeconds);
        }

        return fastest / batches.Sum(batch => batch.shape[0]) * 1000;
    }
}
