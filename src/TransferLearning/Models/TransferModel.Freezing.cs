using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning;

/// <content>What learns and what does not.</content>
public sealed partial class TransferModel
{
    /// <summary>
    /// How many blocks at the beginning hold nothing that learns. Their output for a picture never changes, so it need be computed only once.
    /// </summary>
    public int FrozenBlocks => Array.FindIndex(blocks, block => block.Layers.Parameters.Any(entry => entry.Parameter.requires_grad)) is >= 0 and int first
        ? first
        : blocks.Length;

    /// <summary>Stops the whole backbone from learning; the classifier goes on.</summary>
    public void FreezeBackbone()
    {
        foreach ((_, Parameter parameter) in BackboneParameters)
        {
            parameter.requires_grad = false;
        }

        train(training);
    }

    /// <summary>Freezes the backbone below a layer and lets that layer and all above it learn.</summary>
    /// <param name="name">Name of a layer or block, as in the state dictionary: "features.12" or "features.12.conv.0.1", "layer4" or "layer4.1".</param>
    /// <exception cref="UserMistakeException">No layer has this name.</exception>
    public void UnfreezeFrom(string name)
    {
        (string Name, Parameter Parameter)[] parameters = [.. BackboneParameters];
        int first = Array.FindIndex(parameters, entry => entry.Name == name || entry.Name.StartsWith(name + ".", StringComparison.Ordinal));
        if (first < 0)
        {
            throw new UserMistakeException(
                $"{Backbone} has no layer \"{name}\" with weights; its blocks are {string.Join(", ", Blocks)}; by default it learns from \"{Backbone.FineTuneFrom}\" upwards.");
        }

        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i].Parameter.requires_grad = i >= first;
        }

        train(training);
    }

    /// <summary>
    /// Switches to training. Batch-norm layers that are frozen stay in evaluation mode all the same: otherwise their running statistics
    /// would drift to the new pictures although no weight learns, and the features would not be those of the pre-trained network.
    /// </summary>
    /// <param name="train">False switches to evaluation.</param>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (BatchNorm2d norm in modules().OfType<BatchNorm2d>().Where(norm => !norm.weight!.requires_grad))
        {
            norm.eval();
        }
    }
}
