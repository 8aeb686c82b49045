using System.Text;
using TransferLearning.Display;

namespace TransferLearning;

/// <summary>A model at a glance: its blocks, what comes out of each, and what learns.</summary>
/// <param name="Title">What the model is.</param>
/// <param name="Layers">The blocks, in order.</param>
/// <param name="Counts">The sums.</param>
[TypeFormatterSource(typeof(ModelSummaryDisplay))]
public sealed record ModelSummary(string Title, IReadOnlyList<LayerSummary> Layers, ParameterCounts Counts)
{
    /// <summary>As a text table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(Title).AppendLine();
        text.AppendLine($"{"layer",-13} {"kind",-18} {"output",-14} {"parameters",11} {"trainable",11}");
        foreach (LayerSummary layer in Layers)
        {
            text.AppendLine($"{layer.Name,-13} {layer.Kind,-18} {string.Join("×", layer.OutputShape),-14} {layer.Parameters,11:N0} {layer.Trainable,11:N0}");
        }

        text.AppendLine();
        text.AppendLine($"parameters: {Counts.Total:N0} ({Counts.Backbone:N0} backbone + {Counts.Classifier:N0} classifier), besides {Counts.BackboneStatistics:N0} batch-norm statistics");
        text.Append($"trainable:  {Counts.Trainable:N0} ({Counts.BackboneTrainable:N0} backbone + {Counts.ClassifierTrainable:N0} classifier)");
        return text.ToString();
    }
}
