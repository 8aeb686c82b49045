using System.Diagnostics;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
using SketchPets;

namespace TransferLearning;

/// <summary>
/// The offline sample: drawn cats and dogs, and small networks pre-trained on 46 other drawn things. The same call draws the same images on
/// every machine; what has been drawn once is found again in data/.
/// </summary>
public static class Sample
{
    /// <summary>Width and height of the drawings in pixels.</summary>
    public const int ImageSize = 96;

    /// <summary>The seeds of the comparison are this one and those that follow it.</summary>
    public const int FirstSeed = 42;

    // A seed has a million drawings of its own, cut into ranges of 100,000, so that no drawing is ever in two places.
    private const long DrawingsPerSeed = 1_000_000, DrawingsPerRange = 100_000;
    private const int OwnImagesRange = 3, SingleRange = 4, KindsRange = 5;

    // A fifth of the drawing time otherwise; the files are 7 % longer.
    private static readonly PngEncoder Fast = new() { CompressionLevel = PngCompressionLevel.BestSpeed };

    private static readonly (string Folder, int PerClass)[] Parts = [("train", 160), ("validation", 100), ("test", 200)];

    /// <summary>
    /// The networks whose weights ship, the lessons' own first. To add one: <c>Lab pretrain --backbone NAME --half</c>, and a line here.
    /// </summary>
    public static IReadOnlyList<Backbone> Backbones { get; } =
    [
        // Found by the mean validation loss of seeds 142 to 144, which no comparison uses.
        Backbone.MobileNetV2 with { Width = 0.35, ImageSize = ImageSize, ScratchRate = 3e-4, FrozenRate = 1e-2, FineTuneRate = 1e-4 },
        Backbone.MobileNetV2 with { Width = 0.5, ImageSize = ImageSize, ScratchRate = 1e-4, FrozenRate = 1e-2, FineTuneRate = 1e-4 },
        Backbone.MobileNetV3Small with { ImageSize = ImageSize, ScratchRate = 3e-4, FrozenRate = 1e-2, FineTuneRate = 1e-4 },
    ];

    /// <summary>Where the weights of such a network are, named by network and width in hundredths.</summary>
    public static string WeightsOf(Backbone backbone) =>
        Path.Combine(Repository.Data, $"{backbone.Name}_{Math.Round(backbone.Width * 100):000}_sketches.safetensors");

    /// <summary>
    /// Images drawn for this seed alone: 160 per class to train on, 100 to choose by, 200 to test. No two seeds and no two parts share one,
    /// so that results of several seeds are independent of each other.
    /// </summary>
    /// <exception cref="UserMistakeException">The drawings cannot be written.</exception>
    public static Split Draw(int seed, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        string folder = Path.Combine(Repository.Data, "sketch-pets", $"seed-{seed:00}");
        IEnumerable<Drawing> drawings = Parts.SelectMany((part, range) =>
            Drawings(Path.Combine(folder, part.Folder), SketchWorld.Target, part.PerClass, FirstOf(seed, range)));
        DrawMissing(drawings, progress, cancellation);
        return ImageFolder.Open(folder).Split();
    }

    /// <summary>
    /// Such a folder as people have: 60 cats, 60 dogs and 30 owls, ten of them in a sub-folder; a copy, a dog among the cats, images cut
    /// off, a photo of twelve megapixels, a text called .jpg and a format that nothing here reads.
    /// </summary>
    /// <returns>Its path.</returns>
    public static string MessyFolder(int seed)
    {
        string folder = Path.Combine(Repository.Data, $"own-images-{seed}");
        if (Directory.Exists(folder))
        {
            return folder;
        }

        // Beside it first, then by renaming: a folder that was interrupted is never found.
        string unfinished = folder + ".part";
        string In(params ReadOnlySpan<string> parts) => Path.Combine([unfinished, .. parts]);
        Directory.CreateDirectory(unfinished);
        Directory.Delete(unfinished, recursive: true);
        long first = FirstOf(seed, OwnImagesRange);
        DrawMissing(Drawings(unfinished, SketchWorld.Target, 60, first));
        DrawMissing(Enumerable.Range(0, 30).Select(i => new Drawing(
            SketchWorld.Source, "owl", first + 1000 + i, In("owl", i < 10 ? "barn owls" : "", $"{i + 1:00000}.png"))));
        File.Copy(In("cat", "00007.png"), In("cat", "00007_copy.png"));
        File.Copy(In("dog", "00003.png"), In("cat", "cute.png"));
        using (Image<Rgb24> large = ToImage(SketchWorld.Target.Draw("dog", first + 2000, 480)))
        {
            large.Mutate(image => image.Resize(new ResizeOptions { Size = new(4000, 3000), Mode = ResizeMode.Crop }));
            large.SaveAsJpeg(In("dog", "IMG_2041.jpg"));
        }

        CutOff(In("dog", "IMG_2041.jpg"), In("dog", "IMG_2042.jpg"), 0.5);
        CutOff(In("cat", "00009.png"), In("cat", "interrupted.png"), 0.6);
        File.WriteAllText(In("dog", "notes.jpg"), "These are the dogs.");
        File.WriteAllBytes(In("cat", "IMG_2043.HEIC"), [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 0, 0, .. "mif1heic"u8, .. new byte[2000]]);
        Directory.Move(unfinished, folder);
        return folder;
    }

    /// <summary>A drawing that is in no part of any seed, as a file.</summary>
    /// <param name="kind">"cat", "dog" or one of the 46 kinds that the networks were pre-trained on, such as "owl".</param>
    /// <param name="seed">Another seed draws another one.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="UserMistakeException">There is no such kind; the sentence lists them.</exception>
    public static string DrawOne(string kind, int seed)
    {
        string path = Path.Combine(Repository.Data, "drawings", $"{kind}-{seed}.png");
        DrawMissing([new Drawing(WorldOf(kind), kind, FirstOf(seed, SingleRange), path)]);
        return path;
    }

    /// <summary>Some of the 46 kinds that the networks were pre-trained on, in drawings that they were not trained on.</summary>
    /// <param name="kinds">At least two, such as "car" and "fish".</param>
    /// <param name="perKind">Drawings of each.</param>
    /// <param name="seed">Another seed draws others.</param>
    /// <exception cref="UserMistakeException">There is no such kind.</exception>
    public static ImageFolder DrawKinds(IReadOnlyList<string> kinds, int perKind, int seed)
    {
        string names = string.Join('-', kinds.Distinct().Order(StringComparer.Ordinal));
        string folder = Path.Combine(Repository.Data, "drawings", $"{perKind}-{names}-seed-{seed}");
        DrawMissing(kinds.GroupBy(WorldOf).SelectMany(
            world => Drawings(folder, world.Key, perKind, FirstOf(seed, KindsRange)).Where(drawing => kinds.Contains(drawing.Kind))));
        return ImageFolder.Open(folder);
    }

    /// <summary>Draws a folder with one sub-folder per kind, or what is missing of it; the seeds are those from the first one on.</summary>
    internal static void DrawFolder(
        string folder, SketchWorld world, int perKind, long firstSeed, IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default) =>
        DrawMissing(Drawings(folder, world, perKind, firstSeed), progress, cancellation);

    private static long FirstOf(int seed, int range) => (seed * DrawingsPerSeed) + (range * DrawingsPerRange);

    private static SketchWorld WorldOf(string kind) =>
        SketchWorld.Target.Kinds.Contains(kind) ? SketchWorld.Target
        : SketchWorld.Source.Kinds.Contains(kind) ? SketchWorld.Source
        : throw new UserMistakeException(
            $"Nothing here can draw \"{kind}\"; choose cat, dog or one of {string.Join(", ", SketchWorld.Source.Kinds)}.");

    /// <summary>
    /// So many of each kind, each with a seed of its own: the kinds take turns, since the same seed would give a cat and a dog the same
    /// pose, coat and place.
    /// </summary>
    private static IEnumerable<Drawing> Drawings(string folder, SketchWorld world, int perKind, long firstSeed) =>
        from number in Enumerable.Range(0, perKind)
        from kind in world.Kinds.Index()
        let path = Path.Combine(folder, kind.Item, $"{number + 1:00000}.png")
        select new Drawing(world, kind.Item, firstSeed + ((long)number * world.Kinds.Count) + kind.Index, path);

    private static void DrawMissing(
        IEnumerable<Drawing> drawings, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default)
    {
        Drawing[] missing = [.. drawings.Where(drawing => !File.Exists(drawing.Path))];
        var clock = Stopwatch.StartNew();
        int done = 0;
        try
        {
            var options = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.ForEach(missing, options, drawing =>
            {
                using Image<Rgb24> image = ToImage(drawing.World.Draw(drawing.Kind, drawing.Seed, ImageSize));
                Directory.CreateDirectory(Path.GetDirectoryName(drawing.Path)!);
                string unfinished = Path.Combine(Repository.Data, $"{Guid.NewGuid():N}.part");
                image.SaveAsPng(unfinished, Fast);
                File.Move(unfinished, drawing.Path, overwrite: true);
                lock (clock)
                {
                    if (++done % 16 == 0 || done == missing.Length)
                    {
                        progress?.Report(new StepProgress("drawing images", done, missing.Length, clock.Elapsed));
                    }
                }
            });
        }
        catch (AggregateException failed) when (failed.InnerExceptions[0] is IOException or UnauthorizedAccessException)
        {
            string reason = failed.InnerExceptions[0].Message;
            throw new UserMistakeException(
                $"The drawings of the sample cannot be written: {reason} Make the folder {Repository.Data} writable.", failed);
        }
    }

    private static Image<Rgb24> ToImage(Sketch sketch) => Image.LoadPixelData<Rgb24>(sketch.Rgb, sketch.Width, sketch.Height);

    private static void CutOff(string path, string target, double share)
    {
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(target, whole[..(int)(whole.Length * share)]);
    }

    /// <summary>What is to be drawn, and where it goes.</summary>
    private sealed record Drawing(SketchWorld World, string Kind, long Seed, string Path);
}
