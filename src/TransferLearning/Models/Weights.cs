namespace TransferLearning;

/// <summary>Where the first weights of a backbone come from.</summary>
public sealed record Weights
{
    private Weights(string? path) => Path = path;

    /// <summary>Random ones.</summary>
    public static Weights None { get; } = new((string?)null);

    /// <summary>The weights file, or null for random weights.</summary>
    public string? Path { get; }

    /// <summary>Those of a safetensors file with torchvision's names.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="UserMistakeException">There is no such file.</exception>
    public static Weights FromFile(string path) => File.Exists(path)
        ? new Weights(path)
        : throw new UserMistakeException($"There is no weights file {System.IO.Path.GetFullPath(path)}.");
}
