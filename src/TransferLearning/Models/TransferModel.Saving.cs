using System.Globalization;
using System.Text.Json;
using TorchSharp.Modules;

namespace TransferLearning;

/// <content>One file for a trained model: the weights under torchvision's names, and in the header what is needed to build the model
/// again.</content>
public sealed partial class TransferModel
{
    /// <summary>Writes the model as one safetensors file, whose names and numbers PyTorch reads too.</summary>
    /// <param name="path">The file; its folder is made if need be.</param>
    /// <param name="notes">More texts for the header, such as seed and accuracy.</param>
    public void Save(string path, IReadOnlyDictionary<string, string>? notes = null)
    {
        var header = new Dictionary<string, string>(notes ?? new Dictionary<string, string>())
        {
            ["backbone"] = Backbone.Name,
            ["width"] = Backbone.Width.ToString("R", CultureInfo.InvariantCulture),
            ["image_size"] = ImageSize.ToString(CultureInfo.InvariantCulture),
            ["mean"] = Numbers(Backbone.Mean),
            ["deviation"] = Numbers(Backbone.Deviation),
            ["classes"] = JsonSerializer.Serialize(Classes),
            ["dropout"] = HeadDropout.ToString("R", CultureInfo.InvariantCulture),
            ["library"] = $"TransferLearning {typeof(TransferModel).Assembly.GetName().Version?.ToString(3)}",
        };
        Safetensors.Write(path, state_dict(), header);
    }

    /// <summary>Builds the model of a file again, in inference mode.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote.</param>
    /// <param name="device">As for <see cref="Devices.Open"/>.</param>
    /// <exception cref="UserMistakeException">The file was not written by <see cref="Save"/>, or is damaged.</exception>
    public static TransferModel Load(string path, string device = "auto")
    {
        IReadOnlyDictionary<string, string> header = Safetensors.ReadMetadata(path);
        if (Backbone.OfHeader(header) is not { } backbone || !header.TryGetValue("classes", out string? classes))
        {
            throw new UserMistakeException(
                $"{Path.GetFullPath(path)} holds no trained model of this suite (its header names no backbone and classes); "
                    + "weights alone are given to TransferModel.Create.");
        }

        Device where = Devices.Open(device);
        double dropout =
            double.TryParse(header.GetValueOrDefault("dropout"), CultureInfo.InvariantCulture, out double told) ? told : UsualDropout;
        return Build(backbone, JsonSerializer.Deserialize<string[]>(classes) ?? [], backbone.ImageSize, dropout, seed: 0, where, model =>
        {
            WeightsFile.CopyInto(model.state_dict(), path, $"the {backbone} of its header");
            model.eval();
        });
    }

    /// <summary>A deep copy: weights, statistics, mode, and what is frozen.</summary>
    public TransferModel Clone() => Build(Backbone, Classes, ImageSize, HeadDropout, seed: 0, Device, copy =>
    {
        KeptWeights.Copy(state_dict(), copy.state_dict());
        foreach ((Parameter own, Parameter copied) in parameters().Zip(copy.parameters()))
        {
            copied.requires_grad = own.requires_grad;
        }

        copy.TrainsStatistics = TrainsStatistics;
        copy.train(training);
    });

    private static string Numbers(IReadOnlyList<float> numbers) =>
        string.Join(' ', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
}
