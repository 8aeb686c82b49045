using System.Text;
using TorchSharp.Modules;

namespace TransferLearning;

/// <summary>How many parameters, and how many of them are trainable.</summary>
/// <param name="Backbone">Those of the backbone.</param>
/// <param name="BackboneTrainable">Trainable ones of the backbone.</param>
/// <param name="Statistics">Running means and variances of BatchNorm, which are no parameters: no gradient changes them.</param>
/// <param name="Head">Those of the head.</param>
/// <param name="HeadTrainable">Trainable ones of the head.</param>
public sealed record ParameterCounts(long Backbone, long BackboneTrainable, long Statistics, long Head, long HeadTrainable)
{
    /// <summary>All parameters.</summary>
    public long Total => Backbone + Head;

    /// <summary>All trainable ones.</summary>
    public long Trainable => BackboneTrainable + HeadTrainable;
}

/// <summary>One line of a model's summary.</summary>
/// <param name="Name">Name of the block, as in the state dictionary.</param>
/// <param name="Kind">What it is made of.</param>
/// <param name="OutputShape">Shape of its output for a batch of one.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Trainable">Those of them that are trainable now.</param>
public sealed record LayerSummary(string Name, string Kind, IReadOnlyList<long> OutputShape, long Parameters, long Trainable);

/// <summary>A model at a glance: its blocks, what comes out of each, and what is trainable.</summary>
/// <param name="Title">What the model is.</param>
/// <param name="Layers">The blocks, in order, pooling and head.</param>
/// <param name="Counts">The sums.</param>
public sealed record ModelSummary(string Title, IReadOnlyList<LayerSummary> Layers, ParameterCounts Counts)
{
    /// <summary>As a text table.</summary>
    public override string ToString()
    {
        int names = Math.Max(Layers.Max(layer => layer.Name.Length), 5), kinds = Layers.Max(layer => layer.Kind.Length);
        var text = new StringBuilder().AppendLine(Title).AppendLine();
        text.AppendLine($"{"layer".PadRight(names)}  {"kind".PadRight(kinds)}  {"output",-14} {"parameters",11} {"trainable",11}");
        foreach (LayerSummary layer in Layers)
        {
            string shape = string.Join("×", layer.OutputShape);
            text.AppendLine(
                $"{layer.Name.PadRight(names)}  {layer.Kind.PadRight(kinds)}  {shape,-14} "
                + $"{layer.Parameters,11:N0} {layer.Trainable,11:N0}");
        }

        text.AppendLine();
        text.AppendLine(
            $"parameters: {Counts.Total:N0} ({Counts.Backbone:N0} backbone + {Counts.Head:N0} head), "
                + $"besides {Counts.Statistics:N0} BatchNorm statistics");
        text.Append($"trainable:  {Counts.Trainable:N0} ({Counts.BackboneTrainable:N0} backbone + {Counts.HeadTrainable:N0} head)");
        return text.ToString();
    }
}

/// <content>The summary.</content>
public sealed partial class TransferModel
{
    /// <summary>Layers, output shapes, parameters, and which of them are trainable.</summary>
    public ModelSummary Summary()
    {
        IReadOnlyList<long[]> shapes = ShapesOfBlocks();
        IReadOnlyList<IReadOnlyList<Parameter>> parameters = ParametersOfBlocks;
        var layers = new List<LayerSummary>();
        for (int i = 0; i < blocks.Length; i++)
        {
            (long all, long trainable) = Count(parameters[i]);
            layers.Add(new LayerSummary(
                blocks[i].Name, string.Join("-", blocks[i].Layers.SelectMany(layer => Kinds(layer.Module))), shapes[i], all, trainable));
        }

        (long ofHead, long headTrainable) = Count(ParametersOfHead);
        layers.Add(new LayerSummary("pooling", "global average", [1, shapes[^1][1]], 0, 0));
        layers.Add(new LayerSummary(
            Backbone.HeadName, string.Join("-", headLayers.SelectMany(Kinds)), [1, Classes.Count == 2 ? 1 : Classes.Count],
            ofHead, headTrainable));
        return new ModelSummary($"{Backbone} for {string.Join(", ", Classes)} at {ImageSize} px", layers, ParameterCounts);
    }

    private static IEnumerable<string> Kinds(TorchSharp.torch.nn.Module module) =>
        module is Sequential ? module.children().Select(child => child.GetName()) : [module.GetName()];
}
