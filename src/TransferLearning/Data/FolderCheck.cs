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
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(imageSize);
        if (folder.All.Count == 0)
        {
            return new FolderCheck(folder.Root, 0, [.. LeftOut(folder, []), .. Classes(folder)]);
        }

        Seen seen = Look(folder, imageSize, progress, cancellation);
        FolderFinding[] findings =
        [
            .. Conflicts(folder, seen), .. AcrossParts(folder, seen, split), .. EmptyClasses(folder), .. MissingInParts(split),
            .. LeftOut(folder, seen.Undecodable), .. Classes(folder), .. Copies(folder, seen),
            .. Layout(folder), .. Sizes(folder, seen, imageSize),
        ];
        return new FolderCheck(folder.Root, folder.All.Count - seen.Undecodable.Count, findings);
    }

    /// <summary>One line per finding.</summary>
    public override string ToString() => Findings.Count == 0
        ? $"{Images:N0} images, and nothing that stands out."
        : string.Join(Environment.NewLine, Findings.Select(finding => $"{finding.What} {finding.WhatToDo}"));

    /// <summary>What is looked at: images with the same pixels (two or more), upright sizes, what could not be decoded.</summary>
    private sealed record Seen(
        IReadOnlyList<ImageFile[]> Same, IReadOnlyList<(ImageFile File, int Width, int Height)> Sizes,
        IReadOnlyList<LeftOutFile> Undecodable);

    private static Seen Look(ImageFolder folder, int imageSize, IProgress<StepProgress>? progress, CancellationToken cancellation)
    {
        ImageSet all = folder.All;
        (PixelFile pixels, Func<ImageFile, int> rowOf) = all.Pixels(imageSize, progress, cancellation);
        string? Why(ImageFile file) => pixels.Undecodable.GetValueOrDefault(rowOf(file));
        ImageFile[] decoded = [.. all.Where(file => Why(file) is null)];
        string[] hashes = pixels.HashRows([.. decoded.Select(rowOf)]);
        (int Width, int Height)?[] sizes = [.. decoded.AsParallel().AsOrdered().WithCancellation(cancellation)
            .Select(file => ImageDecoder.SizeOf(file.Path))];
        return new Seen(
            [.. decoded.Zip(hashes).GroupBy(pair => pair.Second, pair => pair.First)
                .Select(group => group.ToArray()).Where(group => group.Length > 1)],
            [.. decoded.Zip(sizes).Where(pair => pair.Second is not null)
                .Select(pair => (pair.First, pair.Second!.Value.Width, pair.Second.Value.Height))],
            [.. all.Where(file => Why(file) is not null).Select(file => new LeftOutFile(file.Path, Why(file)!))]);
    }

    private static IEnumerable<FolderFinding> Conflicts(ImageFolder folder, Seen seen)
    {
        ImageFile[] files = [.. seen.Same.Where(InSeveralClasses).SelectMany(group => group)];
        if (files.Length > 0)
        {
            yield return new FolderFinding(
                $"{Some(files.Length, "file is", "files are")} the same image in different classes.",
                "Decide which class each belongs to and delete the others; nothing can be right about both.",
                Names(folder, files)) { LeaveOut = Names(folder, files) };
        }
    }

    private static IEnumerable<FolderFinding> AcrossParts(ImageFolder folder, Seen seen, Split? split)
    {
        if (split is null)
        {
            yield break;
        }

        var partOf = split.Parts.SelectMany(part => part.Select(file => (file.Path, part.Name)))
            .ToDictionary(entry => entry.Path, entry => entry.Name);
        string? Part(ImageFile file) => partOf.GetValueOrDefault(file.Path);
        ImageFile[] seenBefore =
        [
            .. seen.Same.Where(group => group.Any(file => Part(file) == split.Training.Name))
                .SelectMany(group => group.Where(file => Part(file) is string part && part != split.Training.Name)),
        ];
        if (seenBefore.Length > 0)
        {
            string parts = string.Join(" and ", seenBefore.CountBy(file => Part(file)!)
                .Select(part => $"{part.Value:N0} of the {part.Key} part"));
            yield return new FolderFinding(
                $"{Some(seenBefore.Length, "image is a copy of a training image", "images are copies of training images")} ({parts}): " +
                "the model has seen what it is judged by.",
                "Remove the copies and split again; until then the accuracy is too good to be true.",
                Names(folder, seenBefore)) { LeaveOut = Names(folder, seenBefore) };
        }
    }

    private static IEnumerable<FolderFinding> EmptyClasses(ImageFolder folder) => folder.Classes.Zip(folder.All.CountsByClass)
        .Where(entry => entry.Second == 0)
        .Select(entry => new FolderFinding(
            $"The class \"{entry.First}\" has no image that can be used.", "Save its files as JPEG or PNG, or remove the folder.", []));

    private static IEnumerable<FolderFinding> MissingInParts(Split? split) =>
        (split?.Parts ?? []).SelectMany(part => part.Classes.Zip(part.CountsByClass)
        .Where(entry => entry.Second == 0)
        .Select(entry => new FolderFinding(
            $"The class \"{entry.First}\" has no image in the {part.Name} part.",
            "Add images: what is not there can be neither learned nor judged.", [])));

    private static IEnumerable<FolderFinding> LeftOut(ImageFolder folder, IReadOnlyList<LeftOutFile> undecodable)
    {
        LeftOutFile[] files = [.. folder.LeftOut, .. undecodable];
        if (files.Length > 0)
        {
            // The commonest reasons; the whole list is ImageFolder.LeftOut.
            IEnumerable<string> reasons = files.CountBy(file => file.Reason).OrderByDescending(reason => reason.Value).Take(3)
                .Select(reason => files.Length == 1 ? reason.Key : $"{reason.Value:N0} × {reason.Key}");
            yield return new FolderFinding(
                $"{Some(files.Length, "file is", "files are")} left out: {string.Join("; ", reasons)}.",
                "Nothing, if they may be missing; otherwise save them again as JPEG or PNG.",
                [.. files.Select(file => Path.GetRelativePath(folder.Root, file.Path))]);
        }
    }

    private static IEnumerable<FolderFinding> Classes(ImageFolder folder)
    {
        (string Name, int Count)[] classes = [.. folder.Classes.Zip(folder.All.CountsByClass).Where(entry => entry.Second > 0)];
        foreach ((string name, int count) in classes.Where(entry => entry.Count < FewImages))
        {
            yield return new FolderFinding(
                $"The class \"{name}\" has {Some(count, "image", "images")}.",
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
                $"\"{most.Name}\" has {most.Count:N0} images and \"{least.Name}\" {least.Count:N0}: " +
                $"always saying \"{most.Name}\" is right {(double)most.Count / classes.Sum(entry => entry.Count):0%} of the time.",
                "Read the confusion matrix rather than the accuracy, and consider class weights or more images of the small class.", []);
        }
    }

    private static IEnumerable<FolderFinding> Copies(ImageFolder folder, Seen seen)
    {
        ImageFile[] copies = [.. seen.Same.Where(group => !InSeveralClasses(group)).SelectMany(group => group.Skip(1))];
        if (copies.Length > 0)
        {
            yield return new FolderFinding(
                $"{Some(copies.Length, "file is a copy", "files are copies")} of another in the same class.",
                "Delete the copies: one that lands in the training part and one in the test part make the test too easy.",
                Names(folder, copies)) { LeaveOut = Names(folder, copies) };
        }
    }

    private static IEnumerable<FolderFinding> Layout(ImageFolder folder) =>
        folder.Notes.Select(note => new FolderFinding(
            note, "Nothing, if that is meant; otherwise add that part, with the same class folders.", []));

    private static IEnumerable<FolderFinding> Sizes(ImageFolder folder, Seen seen, int imageSize)
    {
        ImageFile[] small = [.. seen.Sizes.Where(size => Math.Min(size.Width, size.Height) < imageSize).Select(size => size.File)];
        if (small.Length > SmallShare * seen.Sizes.Count)
        {
            yield return new FolderFinding(
                $"{Some(small.Length, "image is", "images are")} smaller than {imageSize}×{imageSize} pixels and will be enlarged.",
                "Use larger originals, or a smaller image size.", Names(folder, small));
        }

        (string Name, double Shape)[] shapes =
        [
            .. seen.Sizes.GroupBy(size => size.File.Label).OrderBy(group => group.Key)
                .Select(group => (folder.Classes[group.Key], group.Average(size => (double)size.Width / size.Height))),
        ];
        if (shapes.Length == 0)
        {
            yield break;
        }

        int narrowest = seen.Sizes.Min(size => size.Width), widest = seen.Sizes.Max(size => size.Width);
        if (widest > ManySizes * narrowest || shapes.Max(shape => shape.Shape) > OtherShapes * shapes.Min(shape => shape.Shape))
        {
            string means = string.Join(", ", shapes.Select(shape => $"{shape.Shape:0.0} for \"{shape.Name}\""));
            yield return new FolderFinding(
                $"Sizes are mixed: {narrowest} to {widest} pixels wide; width over height is {means} on average.",
                "Harmless while every class has the same mixture; " +
                "if size or shape goes with the class, a network may learn that instead of the content.", []);
        }
    }

    private static bool InSeveralClasses(ImageFile[] group) => group.Any(file => file.Label != group[0].Label);

    private static string Some(int count, string one, string many) => $"{count:N0} {(count == 1 ? one : many)}";

    private static string[] Names(ImageFolder folder, IEnumerable<ImageFile> files) =>
        [.. files.Select(file => Path.GetRelativePath(folder.Root, file.Path))];
}
