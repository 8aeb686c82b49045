using System.IO.Hashing;
using static System.FormattableString;

namespace TransferLearning;

/// <summary>Something about a folder of images that may spoil a training.</summary>
/// <param name="What">What was found, in a sentence.</param>
/// <param name="WhatToDo">What to do about it.</param>
/// <param name="Files">
/// The files it is about, relative to the folder, as <see cref="ImageFolder.Without"/> takes them; empty where it is about the whole.
/// </param>
public sealed record FolderFinding(string What, string WhatToDo, IReadOnlyList<string> Files)
{
    /// <summary>Those of the files that spoil something and had better be left out.</summary>
    public IReadOnlyList<string> LeaveOut { get; init; } = [];
}

/// <summary>
/// Looks a folder over before it is trained on: unreadable, cut off, double, too few, lopsided, too small, classes missing in a part.
/// </summary>
/// <param name="Root">The folder.</param>
/// <param name="Images">Number of images that can be used.</param>
/// <param name="Findings">The gravest first; empty when nothing stands out.</param>
public sealed record FolderCheck(string Root, int Images, IReadOnlyList<FolderFinding> Findings)
{
    private const int FewImages = 20;          // below this a class leaves two or three images to validate and test with
    private const double Lopsided = 3;         // the largest class over the smallest
    private const double ManySizes = 4;        // the largest width over the smallest
    private const double OtherShapes = 1.5;    // the widest class over the narrowest, in width over height
    private const double SmallShare = 0.05;    // of images that have to be enlarged

    /// <summary>Checks a folder; with a split also copies across its parts and classes without images in a part.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="imageSize">
    /// Width and height in pixels that images are resized to; they are decoded as for a training, and kept for it.
    /// </param>
    /// <param name="split">How it is split, if it is.</param>
    /// <param name="progress">Told about every few images while they are decoded.</param>
    /// <param name="cancellation">Stops it.</param>
    public static FolderCheck Of(
        ImageFolder folder, int imageSize, Split? split = null, IProgress<StepProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        using Examples? images = folder.All.Count == 0 ? null : folder.All.Load(imageSize, progress, cancellation);
        IReadOnlyList<ImageFile> decoded = images?.Files ?? [];
        LeftOutFile[] leftOut = [.. folder.LeftOut, .. images?.LeftOut ?? []];
        ImageFile[][] same =
        [
            .. decoded.Zip(images?.Batches(batchSize: 1).Select(HashOf) ?? []).GroupBy(image => image.Second, image => image.First)
                .Select(group => group.ToArray()).Where(group => group.Length > 1),
        ];
        return new FolderCheck(folder.Root, decoded.Count,
        [
            .. About(
                same.Where(InSeveralClasses).SelectMany(group => group), "file is", "files are", " the same image in different classes.",
                "Decide which class each belongs to and delete the others; nothing can be right about both.", spoil: true),
            .. AcrossParts(),
            .. folder.Classes.Zip(folder.All.CountsByClass).Where(entry => entry.Second == 0).Select(entry => new FolderFinding(
                $"The class \"{entry.First}\" has no image that can be used.", "Save its files as JPEG or PNG, or remove the folder.", [])),
            .. (split?.Parts ?? []).SelectMany(part => part.Classes.Zip(part.CountsByClass).Where(entry => entry.Second == 0)
                .Select(entry => new FolderFinding(
                    $"The class \"{entry.First}\" has no image in the {part.Name} part.",
                    "Add images: what is not there can be neither learned nor judged.", []))),
            .. About(
                leftOut.Select(file => new ImageFile(file.Path, 0)), "file is", "files are", $" left out: {Reasons(leftOut)}.",
                "Nothing, if they may be missing; otherwise save them again as JPEG or PNG."),
            .. Classes(folder),
            .. About(
                same.Where(group => !InSeveralClasses(group)).SelectMany(group => group.Skip(1)),
                "file is a copy", "files are copies", " of another in the same class.",
                "Delete the copies: one that lands in the training part and one in the test part make the test too easy.", spoil: true),
            .. folder.Notes.Select(note => new FolderFinding(
                note, "Nothing, if that is meant; otherwise add that part, with the same class folders.", [])),
            .. Sizes(),
        ]);

        // One finding, or none where there are no files.
        IEnumerable<FolderFinding> About(
            IEnumerable<ImageFile> files, string one, string many, string rest, string whatToDo, bool spoil = false)
        {
            string[] names = [.. files.Select(file => Path.GetRelativePath(folder.Root, file.Path))];
            string what = Invariant($"{names.Length:N0} {(names.Length == 1 ? one : many)}{rest}");
            return names.Length == 0 ? [] : [new FolderFinding(what, whatToDo, names) { LeaveOut = spoil ? names : [] }];
        }

        IEnumerable<FolderFinding> AcrossParts()
        {
            var partOf = (split?.Parts ?? []).SelectMany(part => part.Select(file => (file.Path, part.Name))).ToDictionary();
            string? Part(ImageFile file) => partOf.GetValueOrDefault(file.Path);
            ImageFile[] seen = [.. same.Where(group => group.Any(file => Part(file) == FolderScan.Training))
                .SelectMany(group => group.Where(file => Part(file) is not (null or FolderScan.Training)))];
            var parts = seen.CountBy(file => Part(file)!).Select(part => Invariant($"{part.Value:N0} of the {part.Key} part"));
            return About(
                seen, "image is a copy of a training image", "images are copies of training images",
                $" ({string.Join(" and ", parts)}): the model has seen what it is judged by.",
                "Remove the copies and split again; until then the accuracy is too good to be true.", spoil: true);
        }

        IEnumerable<FolderFinding> Sizes()
        {
            (ImageFile File, (int Width, int Height) Size)[] seen =
            [
                .. decoded.AsParallel().AsOrdered().WithCancellation(cancellation)
                    .Select(file => (file, ImageDecoder.SizeOf(file.Path))).Where(image => image.Item2.Width > 0),
            ];
            if (seen.Length == 0)
            {
                return [];
            }

            ImageFile[] small =
                [.. seen.Where(image => Math.Min(image.Size.Width, image.Size.Height) < imageSize).Select(image => image.File)];
            (string Name, double Mean)[] shapes = [.. seen.GroupBy(image => folder.Classes[image.File.Label]).Select(images =>
                (images.Key, images.Average(image => (double)image.Size.Width / image.Size.Height)))];
            int narrowest = seen.Min(image => image.Size.Width), widest = seen.Max(image => image.Size.Width);
            bool isMixed = widest > ManySizes * narrowest
                || shapes.Max(shape => shape.Mean) > OtherShapes * shapes.Min(shape => shape.Mean);
            string means = string.Join(", ", shapes.Select(shape => Invariant($"{shape.Mean:0.0} for \"{shape.Name}\"")));
            IEnumerable<FolderFinding> enlarged = About(
                small.Length > SmallShare * seen.Length ? small : [], "image is", "images are",
                $" smaller than {imageSize}×{imageSize} pixels and will be enlarged.", "Use larger originals, or a smaller image size.");
            return !isMixed ? enlarged : enlarged.Append(new FolderFinding(
                $"Sizes are mixed: {narrowest} to {widest} pixels wide; width over height is {means} on average.",
                "Harmless while every class has the same mixture; "
                    + "if size or shape goes with the class, a network may learn that instead of the content.", []));
        }
    }

    /// <summary>One line per finding.</summary>
    public override string ToString() => Findings.Count == 0
        ? Invariant($"{Images:N0} images, and nothing that stands out.")
        : string.Join(Environment.NewLine, Findings.Select(finding => $"{finding.What} {finding.WhatToDo}"));

    private static IEnumerable<FolderFinding> Classes(ImageFolder folder)
    {
        (string Name, int Count)[] classes = [.. folder.Classes.Zip(folder.All.CountsByClass).Where(entry => entry.Second > 0)];
        foreach ((string name, int count) in classes.Where(entry => entry.Count < FewImages))
        {
            yield return new FolderFinding(
                Invariant($"The class \"{name}\" has {count:N0} {(count == 1 ? "image" : "images")}."),
                $"Add images, to {FewImages} at the very least, or leave the class out: so few can neither be learned nor tested.", []);
        }

        if (classes.Length < 2)
        {
            yield break;
        }

        (string Name, int Count) most = classes.MaxBy(entry => entry.Count), least = classes.MinBy(entry => entry.Count);
        if (most.Count > Lopsided * least.Count)
        {
            yield return new FolderFinding(
                Invariant($"\"{most.Name}\" has {most.Count:N0} images and \"{least.Name}\" {least.Count:N0}: ") + Invariant(
                    $"always saying \"{most.Name}\" is right {(double)most.Count / classes.Sum(entry => entry.Count):0%} of the time."),
                "Read the confusion matrix rather than the accuracy, and consider class weights or more images of the small class.", []);
        }
    }

    /// <summary>Images with the same hash look the same at this size.</summary>
    private static UInt128 HashOf(Batch image)
    {
        using Tensor pixels = image.Inputs.contiguous();
        return XxHash128.HashToUInt128(pixels.bytes);
    }

    private static bool InSeveralClasses(ImageFile[] group) => group.Any(file => file.Label != group[0].Label);

    // The commonest three; the whole list is ImageFolder.LeftOut.
    private static string Reasons(LeftOutFile[] files)
    {
        string[] reasons = [.. files.CountBy(file => file.Reason).OrderByDescending(reason => reason.Value)
            .Select(reason => Invariant($"{reason.Value:N0} × {reason.Key}"))];
        return files.Length == 1 ? files[0].Reason : string.Join("; ", reasons.Length > 3 ? [.. reasons[..3], "others"] : reasons);
    }
}
