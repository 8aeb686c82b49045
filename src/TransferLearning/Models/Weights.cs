namespace TransferLearning;

/// <summary>Where the first weights of a backbone come from.</summary>
public sealed record Weights
{
    private Weights(string? path) => Path = path;

    /// <summary>Random ones.</summary>
    public static Weights None { get; } = new((string?)null);

    /// <summary>The weights file, or null for random weights.</summary>
    public string? Path { get; }

    /// <summary>Those of a file with torchvision's names: safetensors, or PyTorch's own .pth.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserMistakeException">There is no such file.</exception>
    public static Weights FromFile(string path) => File.Exists(path)
        ? new Weights(path)
        : throw new UserMistakeException($"There is no weights file {System.IO.Path.GetFullPath(path)}.");

    /// <summary>The backbone that the file's header names (with its width and picture size); MobileNetV2 when it names none.</summary>
    public Backbone Backbone
    {
        get
        {
            if (Path is null || !System.IO.Path.GetExtension(Path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase))
            {
                return Backbone.MobileNetV2;
            }

            IReadOnlyDictionary<string, string> header = Safetensors.ReadMetadata(Path);
            Backbone named = header.TryGetValue("backbone", out string? name) ? Backbone.Named(name) : Backbone.MobileNetV2;
            return named with
            {
                Width = double.TryParse(header.GetValueOrDefault("width"), out double width) ? width : named.Width,
                ImageSize = int.TryParse(header.GetValueOrDefault("image_size"), out int size) ? size : named.ImageSize,
            };
        }
    }
}
