using TorchSharp;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Reads official weights into a model: its backbone, and with an official classifier that too.</summary>
internal static class BackboneWeights
{
    /// <summary>Reads them.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The file.</param>
    /// <param name="classifierLayers">Names of the classifier's layers.</param>
    public static void Load(TransferModel model, string path, IReadOnlyList<string> classifierLayers)
    {
        Backbone backbone = model.Backbone;
        Dictionary<string, Tensor> own = model.state_dict();
        string[] classifier = [.. own.Keys.Where(name => classifierLayers.Any(layer => name.StartsWith(layer + ".", StringComparison.Ordinal)))];
        bool classifierIsRead = model.Head.IsOfficial;
        string last = classifierIsRead ? classifier[^1][..(classifier[^1].LastIndexOf('.') + 1)] : "";
        foreach (string name in classifier.Where(name => !classifierIsRead || (model.Classes.Count != 1000 && name.StartsWith(last, StringComparison.Ordinal))))
        {
            own.Remove(name);
        }

        // Whatever is called as a classifier, of torchvision or of timm, is passed over unless it is wanted.
        string[] classifierNames = [backbone.ClassifierName.Split('.')[0] + ".", .. backbone.OtherNames.Select(entry => entry.Ours), .. backbone.PassedOver];
        WeightsReader.Load(own, path, OwnName, backbone.ToString());

        string? OwnName(string theirs)
        {
            (string from, string to) = backbone.OtherNames.Append((Theirs: "", Ours: "")).First(entry => theirs.StartsWith(entry.Theirs, StringComparison.Ordinal));
            string name = to + theirs[from.Length..];
            return own.ContainsKey(name) || !classifierNames.Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal)) ? name : null;
        }
    }
}
