namespace TransferLearning.Tests;

/// <summary>
/// Real photographs and weights, which are not part of the repository: a folder "shared" beside the checkout, when there is one.
/// </summary>
internal static class SharedFolder
{
    public static string? Path { get; } = Find();

    public static string Photographs => System.IO.Path.Combine(Path!, "data", "cats-vs-dogs-20pct");

    public static string Weights => System.IO.Path.Combine(Path!, "data", "weights", "mobilenet_v2_in1k_features.safetensors");

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TRANSFER_LEARNING_SHARED") is { Length: > 0 } given)
        {
            return Directory.Exists(given) ? given : null;
        }

        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder, "TransferLearning.slnx")))
        {
            folder = System.IO.Path.GetDirectoryName(folder);
        }

        string beside = System.IO.Path.Combine(folder ?? ".", "..", "shared");
        return Directory.Exists(System.IO.Path.Combine(beside, "data", "cats-vs-dogs-20pct")) ? System.IO.Path.GetFullPath(beside) : null;
    }
}
