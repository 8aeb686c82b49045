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

    /// <summary>
    /// The backbone that the file's header names (with its width and picture size), otherwise the one that the file itself is named after
    /// ("resnet50-0676ba61.pth"); MobileNetV2 when nothing tells.
    /// </summary>
    public Backbone Backbone
    {
        get
        {
            IReadOnlyDictionary<string, string> header = Header;
            Backbone named = header.TryGetValue("backbone", out string? name) ? Backbone.Named(name) : BackboneOfFileName() ?? Backbone.MobileNetV2;
            return named with
            {
                Width = double.TryParse(header.GetValueOrDefault("width"), out double width) ? width : named.Width,
                ImageSize = int.TryParse(header.GetValueOrDefault("image_size"), out int size) ? size : named.ImageSize,
            };
        }
    }

    /// <summary>Whether the file itself tells of which backbone it is.</summary>
    internal bool NamesItsBackbone => Header.ContainsKey("backbone") || BackboneOfFileName() is not null;

    private IReadOnlyDictionary<string, string> Header => Path is not null && System.IO.Path.GetExtension(Path).Equals(".safetensors", StringComparison.OrdinalIgnoreCase)
        ? Safetensors.ReadMetadata(Path)
        : new Dictionary<string, string>();

    private Backbone? BackboneOfFileName() => Backbone.Catalogue.FirstOrDefault(
        backbone => System.IO.Path.GetFileName(Path)?.StartsWith(backbone.Name, StringComparison.OrdinalIgnoreCase) == true);
}
