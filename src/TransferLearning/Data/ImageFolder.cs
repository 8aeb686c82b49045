namespace TransferLearning;

/// <summary>A file that was not used, and why.</summary>
public sealed record LeftOutFile(string Path, string Reason);

/// <summary>A folder of images, one sub-folder per class; or ready-made parts (train, validation, test) that hold such sub-folders. Every file is used or listed in <see cref="LeftOut"/>.</summary>
public sealed class ImageFolder
{
    /// <summary>Full path.</summary>
    public string Root => throw new NotImplementedException();

    /// <summary>Names of the classes, ordinal order; an image's label is an index into it.</summary>
    public IReadOnlyList<string> Classes => throw new NotImplementedException();

    /// <summary>All images, sorted by label, then path.</summary>
    public ImageSet All => throw new NotImplementedException();

    /// <summary>Files that were not used, with the reason.</summary>
    public IReadOnlyList<LeftOutFile> LeftOut => throw new NotImplementedException();

    /// <summary>Whether the folder is a ready-made split.</summary>
    public bool IsSplit => throw new NotImplementedException();

    public static ImageFolder Open(string folder, bool onlyJfif = false) => throw new NotImplementedException();

    /// <summary>Only some classes.</summary>
    public ImageFolder Only(params IReadOnlyList<string> classes) => throw new NotImplementedException();

    /// <summary>Without some files (full paths or relative to Root); they are listed in LeftOut with the reason.</summary>
    public ImageFolder Without(IEnumerable<string> files, string reason) => throw new NotImplementedException();

    /// <summary>A random share of each class, at least one image.</summary>
    public ImageFolder Take(double fraction, int seed) => throw new NotImplementedException();

    /// <summary>Stratified, seeded; a ready-made split is returned as it is.</summary>
    public Split Split(double training = 0.8, double validation = 0.1, double test = 0.1, int seed = 42) => throw new NotImplementedException();
}
