using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>
/// A trained model as one safetensors file: the weights under torchvision's names, and in the header what is needed to build the model again.
/// </summary>
public static class ModelFile
{
    // Names rather than numbers: the header is read by people, and by other programs.
    private static readonly JsonSerializerOptions Words = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>Writes a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="imageSize">Width and height in pixels that it was trained at.</param>
    /// <param name="notes">More texts for the header, such as seed and accuracy.</param>
    public static void Save(TransferModel model, string path, int imageSize, IReadOnlyDictionary<string, string>? notes = null)
    {
        var metadata = new Dictionary<string, string>(notes ?? new Dictionary<string, string>())
        {
            ["backbone"] = model.Backbone.Name,
            ["width"] = model.Backbone.Width.ToString("R"),
            ["image_size"] = imageSize.ToString(),
            ["classes"] = JsonSerializer.Serialize(model.Classes),
            ["head"] = JsonSerializer.Serialize(model.Head, Words),
        };
        Safetensors.Write(path, model.state_dict(), metadata);
    }

    /// <summary>Where what a model is familiar with is kept, beside the model.</summary>
    public static string FamiliarityPath(string modelPath) => Path.ChangeExtension(modelPath, ".familiar.safetensors");

    /// <summary>Builds the model of a file again.</summary>
    /// <returns>The model, in evaluation mode, and the picture size it was trained at.</returns>
    /// <exception cref="UserMistakeException">The file was not written by <see cref="Save"/>, or is damaged.</exception>
    public static (TransferModel Model, int ImageSize) Load(string path)
    {
        IReadOnlyDictionary<string, string> metadata = Safetensors.ReadMetadata(path);
        if (!metadata.TryGetValue("backbone", out string? backboneName)
            || !metadata.TryGetValue("classes", out string? classes)
            || !int.TryParse(metadata.GetValueOrDefault("image_size"), out int imageSize)
            || !double.TryParse(metadata.GetValueOrDefault("width"), out double width))
        {
            throw new UserMistakeException($"{Path.GetFullPath(path)} holds no trained model of this suite (its header names no backbone, classes and image size).");
        }

        Backbone backbone = Backbone.Named(backboneName) with { Width = width, ImageSize = imageSize };
        Head head = metadata.TryGetValue("head", out string? json) ? JsonSerializer.Deserialize<Head>(json, Words) ?? new Head() : new Head();
        TransferModel model = TransferModel.Create(backbone, JsonSerializer.Deserialize<string[]>(classes) ?? [], Weights.None, head);
        try
        {
            WeightsReader.Load(model, path);
            model.eval();
            return (model, imageSize);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
