namespace TransferLearning;

/// <summary>Where the photographs and ImageNet weights of the lessons are.</summary>
internal static class PhotoFiles
{
    private const string Fetch = "dotnet run -c Release --project src/Lab -- fetch";

    /// <summary>LESSON_PHOTOS, otherwise where <c>Lab fetch</c> puts them: the large set, else the small one.</summary>
    public static ImageFolder OpenPictures()
    {
        if (Environment.GetEnvironmentVariable("LESSON_PHOTOS") is { Length: > 0 } chosen)
        {
            return ImageFolder.Open(chosen);
        }

        string data = Path.Combine(Repository.Root, "data");
        string? found = PictureArchive.All.Select(archive => Path.Combine(data, archive.File.Name)).FirstOrDefault(Directory.Exists);
        return found is not null
            ? ImageFolder.Open(found, onlyJfif: true)
            : throw new UserMistakeException(
                $"There are no photographs on this machine yet: run \"{Fetch} {PictureArchive.CatsVsDogs.File.Name}\" once, or set LESSON_PHOTOS to a folder with one sub-folder a class.");
    }

    /// <summary>
    /// All weights that are at hand, of each backbone one file, the smallest backbone first: LESSON_WEIGHTS and what <c>Lab fetch</c> has brought. A file
    /// counts if its header or its name says of which backbone it is.
    /// </summary>
    public static IReadOnlyList<Weights> AllWeights()
    {
        string folder = Path.Combine(Repository.Root, "data", "weights");
        string[] files = Directory.Exists(folder) ? [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal)] : [];
        string? chosen = Environment.GetEnvironmentVariable("LESSON_WEIGHTS");
        return
        [
            .. files.Where(file => Path.GetExtension(file) is ".pth" or ".safetensors")
                .Prepend(chosen)
                .Where(file => !string.IsNullOrEmpty(file))
                .Select(file => Weights.FromFile(file!))
                .Where(weights => weights.Path == chosen || weights.NamesItsBackbone)
                .DistinctBy(weights => weights.Backbone.Name)
                .OrderBy(weights => weights.Backbone.Parameters),
        ];
    }

    /// <summary>LESSON_WEIGHTS, otherwise the official file where <c>Lab fetch</c> puts it.</summary>
    public static Weights OpenWeights()
    {
        if (Environment.GetEnvironmentVariable("LESSON_WEIGHTS") is { Length: > 0 } chosen)
        {
            return Weights.FromFile(chosen);
        }

        string path = Path.Combine(Repository.Root, "data", "weights", Backbone.MobileNetV2.WeightsFile);
        return File.Exists(path)
            ? Weights.FromFile(path)
            : throw new UserMistakeException(
                $"The ImageNet weights are not on this machine yet: run \"{Fetch} weights {Backbone.MobileNetV2.Name}\" once, or set LESSON_WEIGHTS to a weights file.");
    }
}
