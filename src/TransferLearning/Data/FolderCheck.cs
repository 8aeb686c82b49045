using System.Security.Cryptography;
using SixLabors.ImageSharp;
using TransferLearning.Display;

namespace TransferLearning;

/// <summary>Looks a folder of pictures over before it is trained on: what is unreadable, double, too few, lopsided or too small.</summary>
/// <param name="Root">The folder.</param>
/// <param name="Pictures">Number of readable pictures.</param>
/// <param name="Findings">The gravest first; empty when nothing stands out.</param>
[TypeFormatterSource(typeof(FolderCheckDisplay))]
public sealed record FolderCheck(string Root, int Pictures, IReadOnlyList<FolderFinding> Findings)
{
    private const int FewPictures = 20;        // below this a class leaves two or three pictures to validate and test with
    private const double Lopsided = 3;         // the largest class over the smallest
    private const double ManySizes = 4;        // the largest width over the smallest
    private const double SmallShare = 0.05;    // of pictures that have to be enlarged

    /// <summary>Checks a folder. Every file is read once.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="imageSize">Width and height in pixels that pictures will be resized to.</param>
    public static FolderCheck Of(ImageFolder folder, int imageSize = 160)
    {
        ArgumentNullException.ThrowIfNull(folder);
        (string Hash, int Width, int Height)[] seen = [.. folder.Pictures.AsParallel().AsOrdered().Select(picture => Read(picture.Path))];
        var findings = new List<FolderFinding>();
        findings.AddRange(Conflicts(folder, seen));
        findings.AddRange(LeftOut(folder));
        findings.AddRange(Classes(folder));
        findings.AddRange(Doubles(folder, seen));
        findings.AddRange(Sizes(folder, seen, imageSize));
        return new FolderCheck(folder.Root, folder.Pictures.Count, findings);
    }

    private static (string Hash, int Width, int Height) Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        ImageInfo info = Image.Identify(stream);
        stream.Position = 0;
        return (Convert.ToHexString(SHA256.HashData(stream)), info.Width, info.Height);
    }

    private static IEnumerable<IGrouping<string, Picture>> Groups(ImageFolder folder, (string Hash, int Width, int Height)[] seen) =>
        folder.Pictures.Zip(seen).GroupBy(pair => pair.Second.Hash, pair => pair.First).Where(group => group.Skip(1).Any());

    private static IEnumerable<FolderFinding> Conflicts(ImageFolder folder, (string Hash, int Width, int Height)[] seen)
    {
        string[] files = [.. Groups(folder, seen).Where(group => group.Select(picture => picture.Label).Distinct().Count() > 1).SelectMany(group => Names(folder, group))];
        if (files.Length > 0)
        {
            yield return new FolderFinding(
                $"{files.Length:N0} files are the same picture in different classes.", "Decide which class each belongs to and delete the others; nothing can be right about both.", files);
        }
    }

    private static IEnumerable<FolderFinding> LeftOut(ImageFolder folder)
    {
        if (folder.LeftOut.Count > 0)
        {
            yield return new FolderFinding(
                $"{folder.LeftOut.Count:N0} {(folder.LeftOut.Count == 1 ? "file is" : "files are")} left out: {string.Join(", ", folder.LeftOut.Select(file => file.Reason).Distinct().Take(3))}.",
                "Nothing, if they may be missing; otherwise save them again as JPEG or PNG.",
                [.. folder.LeftOut.Select(file => Path.GetRelativePath(folder.Root, file.Path))]);
        }
    }

    private static IEnumerable<FolderFinding> Classes(ImageFolder folder)
    {
        (string Name, int Count)[] classes = [.. folder.Classes.Zip(folder.All.CountsByClass)];
        foreach ((string name, int count) in classes.Where(entry => entry.Count < FewPictures))
        {
            yield return new FolderFinding(
                $"The class \"{name}\" has {count} picture{(count == 1 ? "" : "s")}.", $"Add pictures, to {FewPictures} at the very least, or leave the class out: so few can neither be learned nor tested.", []);
        }

        (string Name, int Count) most = classes.MaxBy(entry => entry.Count), least = classes.MinBy(entry => entry.Count);
        if (most.Count > Lopsided * least.Count)
        {
            yield return new FolderFinding(
                $"\"{most.Name}\" has {most.Count:N0} pictures and \"{least.Name}\" {least.Count:N0}: always saying \"{most.Name}\" is right {(double)most.Count / (most.Count + least.Count):0%} of the time between these two.",
                "Read the confusion matrix rather than the accuracy, and consider class weights or more pictures of the small class.",
                []);
        }
    }

    private static IEnumerable<FolderFinding> Doubles(ImageFolder folder, (string Hash, int Width, int Height)[] seen)
    {
        IGrouping<string, Picture>[] groups = [.. Groups(folder, seen).Where(group => group.Select(picture => picture.Label).Distinct().Count() == 1)];
        if (groups.Length > 0)
        {
            yield return new FolderFinding(
                $"{groups.Sum(group => group.Count() - 1):N0} {(groups.Sum(group => group.Count() - 1) == 1 ? "file is a copy" : "files are copies")} of another in the same class.",
                "Delete the copies: one that lands in the training part and one in the test part make the test too easy.",
                [.. groups.SelectMany(group => Names(folder, group))]);
        }
    }

    private static IEnumerable<FolderFinding> Sizes(ImageFolder folder, (string Hash, int Width, int Height)[] seen, int imageSize)
    {
        string[] small = [.. folder.Pictures.Zip(seen).Where(pair => Math.Min(pair.Second.Width, pair.Second.Height) < imageSize).Select(pair => Path.GetRelativePath(folder.Root, pair.First.Path))];
        if (small.Length > SmallShare * seen.Length)
        {
            yield return new FolderFinding(
                $"{small.Length:N0} pictures are smaller than {imageSize}×{imageSize} pixels and will be enlarged.", "Use larger originals, or a smaller image size.", small);
        }

        int narrowest = seen.Min(picture => picture.Width), widest = seen.Max(picture => picture.Width);
        double[] shapes = [.. folder.Classes.Select((_, label) => folder.Pictures.Zip(seen).Where(pair => pair.First.Label == label).Average(pair => (double)pair.Second.Width / pair.Second.Height))];
        if (widest > ManySizes * narrowest || shapes.Max() > 1.5 * shapes.Min())
        {
            yield return new FolderFinding(
                $"Sizes are mixed: {narrowest} to {widest} pixels wide; width over height is {string.Join(", ", folder.Classes.Zip(shapes, (name, shape) => $"{shape:0.0} for \"{name}\""))} on average.",
                "Harmless while every class has the same mixture; if size or shape goes with the class, a network may learn that instead of the content.",
                []);
        }
    }

    private static IEnumerable<string> Names(ImageFolder folder, IEnumerable<Picture> pictures) => pictures.Select(picture => Path.GetRelativePath(folder.Root, picture.Path));

    /// <summary>One line a finding.</summary>
    public override string ToString() => Findings.Count == 0
        ? $"{Pictures:N0} pictures, and nothing that stands out."
        : string.Join(Environment.NewLine, Findings.Select(finding => $"{finding.What} {finding.WhatToDo}"));
}
