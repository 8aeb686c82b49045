using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>An image file and its class.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Label">Index of its class.</param>
public sealed record ImageFile(string Path, int Label);

/// <summary>Some images of a folder, such as its training part.</summary>
public sealed class ImageSet : IReadOnlyList<ImageFile>
{
    /// <summary>"training", "validation", "test", "all".</summary>
    public string Name => throw new NotImplementedException();

    public IReadOnlyList<string> Classes => throw new NotImplementedException();

    public int Count => throw new NotImplementedException();

    public ImageFile this[int index] => throw new NotImplementedException();

    /// <summary>Number of images per class.</summary>
    public IReadOnlyList<int> CountsByClass => throw new NotImplementedException();

    /// <summary>So many images, the same share of each class as near as can be.</summary>
    public ImageSet Take(int count, int seed) => throw new NotImplementedException();

    /// <summary>The same images with other labels (shuffled labels, for a lesson).</summary>
    public ImageSet WithLabels(IReadOnlyList<int> labels) => throw new NotImplementedException();

    /// <summary>The decoded images as one tensor: uint8, N×3×H×W, RGB, H = W = imageSize. Decoded once, in parallel, into a file that is mapped; found again the next time.</summary>
    public Examples Load(int imageSize, IProgress<StepProgress>? progress = null, CancellationToken cancellation = default) => throw new NotImplementedException();

    /// <summary>Hash of everything that decides what Load gives: contents, order, labels, class names, part name, imageSize, decoder version.</summary>
    internal string Key(int imageSize) => throw new NotImplementedException();

    public IEnumerator<ImageFile> GetEnumerator() => throw new NotImplementedException();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>What the model learns from, what choices are made by, what is looked at once at the end.</summary>
public sealed record Split(ImageSet Training, ImageSet Validation, ImageSet Test)
{
    public IReadOnlyList<string> Classes => Training.Classes;

    public IEnumerable<ImageSet> Parts => [Training, Validation, Test];
}
