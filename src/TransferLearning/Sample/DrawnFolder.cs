using System.Diagnostics;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SketchPets;

namespace TransferLearning;

/// <summary>
/// A folder of drawn pictures, <c>kind/00001.png</c>, made on first use. Every picture has a seed of its own, so that no two share pose, coat or place.
/// </summary>
public static class DrawnFolder
{
    /// <summary>Draws whatever pictures are not there yet.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="world">What to draw.</param>
    /// <param name="perKind">Pictures of each kind.</param>
    /// <param name="seed">Another seed draws other pictures.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="progress">Told about every few pictures.</param>
    /// <param name="cancellation">Stops the work; what is drawn stays.</param>
    /// <returns>How many were drawn now.</returns>
    public static int Ensure(
        string path, SketchWorld world, int perKind, int seed, int size, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        (string Kind, int Index, string Path)[] missing =
        [
            .. world.Kinds.SelectMany(kind => Enumerable.Range(0, perKind).Select(i => (kind, i, Path.Combine(path, kind, $"{i + 1:00000}.png")))).Where(picture => !File.Exists(picture.Item3)),
        ];
        foreach (string kind in world.Kinds)
        {
            Directory.CreateDirectory(Path.Combine(path, kind));
        }

        var clock = Stopwatch.StartNew();
        int done = 0;
        Parallel.ForEach(missing, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, picture =>
        {
            // Kinds follow each other in the numbering, so that a cat and a dog never get the same seed (which would give them the same everything else).
            long number = (long)picture.Index * world.Kinds.Count + IndexOf(world.Kinds, picture.Kind);
            Sketch sketch = world.Draw(picture.Kind, (seed * 1_000_000_007L) + number, size);
            using Image<Rgb24> image = Image.LoadPixelData<Rgb24>(sketch.Rgb, sketch.Width, sketch.Height);
            string temporary = picture.Path + ".part";
            image.SaveAsPng(temporary);
            File.Move(temporary, picture.Path, overwrite: true);
            int now = Interlocked.Increment(ref done);
            if (now % 16 == 0 || now == missing.Length)
            {
                progress?.Report(new StepProgress("drawing pictures", now, missing.Length, clock.Elapsed));
            }
        });
        return missing.Length;
    }

    private static int IndexOf(IReadOnlyList<string> kinds, string kind)
    {
        int index = 0;
        while (kinds[index] != kind)
        {
            index++;
        }

        return index;
    }
}
