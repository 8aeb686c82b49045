using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>
/// Losses of a target class: cross-entropy (from scores) and negative log-likelihood (from log-probabilities). One element's loss is
/// −Σ a_c·log p_c, where a is the target's one-hot row times the class weight, mixed with an even spread by label smoothing.
/// </summary>
internal static unsafe class ClassLossNode
{
    /// <summary>Scores are N×C or N×C×…, targets int64 N or N×…</summary>
    internal static Tensor Forward(Tensor input, Tensor target, Tensor? weight, long ignored, nn.Reduction reduction, double smoothing,
        bool fromScores)
    {
        using Tensor? batch = input.Rank == 1 ? input.unsqueeze(0) : null;
        if (batch is not null)
        {
            using Tensor targets = target.unsqueeze(0), one = Forward(batch, targets, weight, ignored, reduction, smoothing, fromScores);
            return reduction == nn.Reduction.None ? one.squeeze(0) : one.alias();
        }

        Validate(input, target, weight);
        int classes = (int)input.Sizes[1], inner = (int)(input.numel() / Math.Max(1, input.Sizes[0] * classes)),
            lines = (int)target.numel();
        using Tensor x = input.AsLayout(Layout.Contiguous), t = target.AsLayout(Layout.Contiguous);
        using Tensor? w = weight?.AsLayout(Layout.Contiguous);
        Tensor losses = Tensor.Dense(target.Sizes.ToArray(), Strides.RowMajor(target.Sizes.ToArray()), ScalarType.Float32);
        var rule = new Rule(classes, inner, smoothing, ignored, fromScores);
        double sum = 0, counted = 0;
        for (int line = 0; line < lines; line++)
        {
            double loss = rule.Loss(x.Floats, (long*)t.Address, w is null ? null : w.Floats, line, out double part);
            losses.Floats[line] = (float)loss;
            sum += loss;
            counted += part;
        }

        Tensor output = losses;
        if (reduction == nn.Reduction.None)
        {
            output = losses.Track();
        }
        else
        {
            losses.Dispose();
            output = Tensor.Empty([]);
            output.Floats[0] = (float)(reduction == nn.Reduction.Mean ? sum / counted : sum);
        }

        double share = reduction == nn.Reduction.Mean ? 1 / counted : 1;
        Tensor[] saved = w is null ? [x, t] : [x, t, w];
        return !Autograd.IsRecording(input) ? output : Autograd.Record(fromScores ? "NllLossBackward0" : "NllLoss2DBackward0", output,
            [input], saved, (gradient, kept) =>
        {
            using Tensor g = gradient.AsLayout(Layout.Contiguous);
            Tensor result = Tensor.Empty(kept[0].Sizes);
            for (int line = 0; line < lines; line++)
            {
                double upstream = g.Floats[reduction == nn.Reduction.None ? line : 0] * share;
                rule.Gradient(kept[0].Floats, (long*)kept[1].Address, kept.Length > 2 ? kept[2].Floats : null, line, upstream,
                    result.Floats);
            }

            return [result];
        });
    }

    static void Validate(Tensor input, Tensor target, Tensor? weight)
    {
        if (target.dtype != ScalarType.Int64)
        {
            throw Failure.Torch($"expected scalar type Long but found {target.dtype.TorchName()}");
        }

        if (target.Rank != input.Rank - 1 || target.Sizes[0] != input.Sizes[0])
        {
            throw Failure.Torch($"Expected input batch_size ({input.Sizes[0]}) to match target batch_size ({(target.Rank == 0 ? 1 : target.Sizes[0])}).");
        }

        if (!target.Sizes[1..].SequenceEqual(input.Sizes[2..]))
        {
            throw Failure.Torch($"input and target spatial sizes don't match: {Strides.Text(input.Sizes)} and {Strides.Text(target.Sizes)}");
        }

        if (weight is not null && weight.numel() != input.Sizes[1])
        {
            throw Failure.Torch($"weight tensor should be defined either for all {input.Sizes[1]} classes or no classes but got weight tensor of shape: {Strides.Text(weight.Sizes)}");
        }
    }

    /// <summary>The logarithm of the sum of eˣ over a line, without overflow.</summary>
    static double LogSumExp(float* x, int length, long step)
    {
        float largest = float.NegativeInfinity;
        for (int i = 0; i < length; i++)
        {
            largest = Math.Max(largest, x[i * step]);
        }

        double sum = 0;
        for (int i = 0; i < length; i++)
        {
            sum += Math.Exp(x[i * step] - largest);
        }

        return largest + Math.Log(sum);
    }

    /// <summary>One element's loss and gradient. Element `line` has its scores at a stride of `inner`.</summary>
    sealed class Rule(int classes, int inner, double smoothing, long ignored, bool fromScores)
    {
        readonly double spread = smoothing / classes;

        internal double Loss(float* scores, long* targets, float* weights, int line, out double counted)
        {
            counted = 0;
            if (!TryTarget(targets, line, out int target))
            {
                return 0;
            }

            counted = weights == null ? 1 : weights[target];
            float* x = scores + Start(line);
            double total = fromScores ? LogSumExp(x, classes, inner) : 0;
            double loss = (1 - smoothing) * counted * (total - x[(long)target * inner]);
            for (int c = 0; c < classes && smoothing > 0; c++)
            {
                loss += spread * (weights == null ? 1 : weights[c]) * (total - x[(long)c * inner]);
            }

            return loss;
        }

        internal void Gradient(float* scores, long* targets, float* weights, int line, double upstream, float* result)
        {
            float* x = scores + Start(line), to = result + Start(line);
            if (!TryTarget(targets, line, out int target))
            {
                for (int c = 0; c < classes; c++)
                {
                    to[(long)c * inner] = 0;
                }

                return;
            }

            double all = 0, total = fromScores ? LogSumExp(x, classes, inner) : 0;
            for (int c = 0; c < classes; c++)
            {
                all += Part(weights, c, target);
            }

            for (int c = 0; c < classes; c++)
            {
                double probability = fromScores ? Math.Exp(x[(long)c * inner] - total) : 0;
                to[(long)c * inner] = (float)(upstream * ((probability * all) - Part(weights, c, target)));
            }
        }

        double Part(float* weights, int c, int target) => (spread + (c == target ? 1 - smoothing : 0)) * (weights == null ? 1 : weights[c]);

        long Start(int line) => ((long)(line / inner) * classes * inner) + (line % inner);

        bool TryTarget(long* targets, int line, out int target)
        {
            long value = targets[line];
            target = (int)value;
            return value != ignored && (value >= 0 && value < classes ? true : throw Failure.Torch($"Target {value} is out of bounds."));
        }
    }
}
