using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TransferLearning;

/// <summary>A classifier as layers.</summary>
/// <param name="PoolingName">What the first step is, for people.</param>
/// <param name="Pool">Feature maps → what the classifier takes in; has no weights, so with a frozen backbone it need be done only once.</param>
/// <param name="Classifier">The rest, up to the logits.</param>
internal sealed record HeadLayers(string PoolingName, Func<Tensor, Tensor> Pool, LayerChain Classifier)
{
    /// <summary>Makes a new classifier.</summary>
    /// <param name="head">What it is to be.</param>
    /// <param name="backbone">What it is for.</param>
    /// <param name="mapsShape">Shape of the backbone's last maps for one picture; rows and columns matter only to flatten.</param>
    /// <param name="outputs">How many logits.</param>
    public static HeadLayers Make(Head head, Backbone backbone, IReadOnlyList<long> mapsShape, int outputs)
    {
        if (head.IsOfficial && backbone.MakeOfficialHead is { } makeOfficial)
        {
            return makeOfficial(mapsShape[1], outputs);
        }

        if (head.HiddenUnits is < 1 || head.Dropout is not (>= 0 and < 1))
        {
            throw new UserMistakeException($"A classifier with {head.HiddenUnits?.ToString() ?? "no"} hidden units and dropout {head.Dropout} cannot be; give at least 1, and 0 to below 1.");
        }

        bool flattens = head.Pooling == Pooling.Flatten && !head.IsOfficial;
        long inputs = flattens ? mapsShape[1] * mapsShape[2] * mapsShape[3] : mapsShape[1];
        LayerChain classifier = head.HiddenUnits is int units && !head.IsOfficial
            ? WithHiddenLayer(backbone.ClassifierName.Split('.')[0], inputs, units, outputs, head.Dropout)
            : Plain(backbone.ClassifierName, inputs, outputs, head.IsOfficial ? backbone.OfficialDropout : head.Dropout);
        return flattens
            ? new HeadLayers("flatten", maps => Flatten(maps, inputs), classifier)
            : new HeadLayers("global average", static maps => functional.adaptive_avg_pool2d(maps, 1).flatten(1), classifier);
    }

    /// <summary>A linear layer with small random weights and no bias, so that at first every class is as likely.</summary>
    public static Linear NewLinear(long inputs, long outputs)
    {
        Linear linear = Linear(inputs, outputs);
        init.normal_(linear.weight, 0, 0.01);
        init.zeros_(linear.bias!);
        return linear;
    }

    private static LayerChain Plain(string name, long inputs, int outputs, double dropout)
    {
        Linear linear = NewLinear(inputs, outputs);
        return new LayerChain((name.EndsWith(".1", StringComparison.Ordinal) ? name[..^1] + "0" : "dropout", Dropout(dropout)), (name, linear));
    }

    private static LayerChain WithHiddenLayer(string name, long inputs, int units, int outputs, double dropout)
    {
        Linear hidden = Linear(inputs, units);
        init.kaiming_normal_(hidden.weight);
        init.zeros_(hidden.bias!);
        return new LayerChain(
            ($"{name}.0", hidden), ($"{name}.1", ReLU(inplace: true)), ($"{name}.2", Dropout(dropout)), ($"{name}.3", NewLinear(units, outputs)));
    }

    private static Tensor Flatten(Tensor maps, long inputs)
    {
        long numbers = maps.NumberOfElements / maps.shape[0];
        return numbers == inputs
            ? maps.flatten(1)
            : throw new UserMistakeException(
                $"This classifier takes {inputs:N0} numbers a picture and these pictures give {numbers:N0}: a flattening classifier works on pictures of one size; make the model for that size (its backbone's ImageSize), or pool by averages.");
    }
}
