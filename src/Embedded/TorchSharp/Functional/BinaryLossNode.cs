using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Binary cross-entropy of scores (through the sigmoid) or of probabilities, with weights per element and for the positive class.
/// </summary>
internal static unsafe class BinaryLossNode
{
    internal static Tensor Forward(Tensor input, Tensor target, Tensor? weight, Tensor? positive, nn.Reduction reduction, bool fromScores)
    {
        if (!input.Sizes.SequenceEqual(target.Sizes))
        {
            throw Failure.Torch(fromScores
                ? $"Target size ({Strides.Text(target.Sizes)}) must be the same as input size ({Strides.Text(input.Sizes)})"
                : $"Using a target size ({Strides.Text(target.Sizes)}) that is different to the input size ({Strides.Text(input.Sizes)}) is deprecated. Please ensure they have the same size.");
        }

        int count = checked((int)input.numel());
        using Tensor x = input.AsLayout(Layout.Contiguous), t = target.AsLayout(Layout.Contiguous);
        using Tensor? w = Expanded(weight, input), p = Expanded(positive, input);
        Tensor[] saved = [x, t, w ?? x, p ?? x];
        bool hasWeight = w is not null, hasPositive = p is not null;
        Tensor output = Tensor.Empty(reduction == nn.Reduction.None ? input.Sizes : []);
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            double loss = (hasWeight ? w!.Floats[i] : 1) * Loss(x.Floats[i], t.Floats[i], hasPositive ? p!.Floats[i] : 1, fromScores);
            sum += loss;
            if (reduction == nn.Reduction.None)
            {
                output.Floats[i] = (float)loss;
            }
        }

        if (reduction != nn.Reduction.None)
        {
            output.Floats[0] = (float)(reduction == nn.Reduction.Mean ? sum / count : sum);
        }

        return !Autograd.IsRecording(input) ? output
            : Autograd.Record(fromScores ? "BinaryCrossEntropyWithLogitsBackward0" : "BinaryCrossEntropyBackward0", output, [input], saved,
                (gradient, kept) =>
            {
                using Tensor g = gradient.AsLayout(Layout.Contiguous);
                Tensor result = Tensor.Empty(kept[0].Sizes);
                double share = reduction == nn.Reduction.Mean ? 1.0 / count : 1;
                for (int i = 0; i < count; i++)
                {
                    double upstream = g.Floats[reduction == nn.Reduction.None ? i : 0] * share * (hasWeight ? kept[2].Floats[i] : 1);
                    result.Floats[i] = (float)(upstream * Slope(kept[0].Floats[i], kept[1].Floats[i], hasPositive ? kept[3].Floats[i] : 1,
                        fromScores));
                }

                return [result];
            });
    }

    /// <summary>−p·t·log σ(x) − (1−t)·log(1 − σ(x)); logarithms of given probabilities do not fall under −100, as in PyTorch.</summary>
    static double Loss(double x, double t, double positive, bool fromScores)
    {
        if (!fromScores)
        {
            return x is < 0 or > 1
                ? throw Failure.Torch("all elements of input should be between 0 and 1")
                : -(t * Math.Max(Math.Log(x), -100)) - ((1 - t) * Math.Max(Math.Log(1 - x), -100));
        }

        double logOnePlus = Math.Log(1 + Math.Exp(-Math.Abs(x))) + Math.Max(-x, 0);
        return ((1 - t) * x) + ((1 + ((positive - 1) * t)) * logOnePlus);
    }

    static double Slope(double x, double t, double positive, bool fromScores)
    {
        if (!fromScores)
        {
            return (x - t) / Math.Max(x * (1 - x), 1e-12);
        }

        double sigmoid = 1 / (1 + Math.Exp(-x));
        return ((1 - t) * sigmoid) - (positive * t * (1 - sigmoid));
    }

    /// <summary>The tensor in the shape of the input, element for element.</summary>
    static Tensor? Expanded(Tensor? tensor, Tensor like)
    {
        if (tensor is null)
        {
            return null;
        }

        using Tensor wide = tensor.detach().expand(like.Sizes.ToArray());
        return wide.AsLayout(Layout.Contiguous);
    }
}
