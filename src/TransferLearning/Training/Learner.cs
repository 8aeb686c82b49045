using TorchSharp.Modules;

namespace TransferLearning;

/// <summary>
/// Takes the steps of a training on a part: an optimizer over what is trainable, in groups that each have a rate of their own, and the
/// loss.
/// </summary>
internal sealed class Learner : IDisposable
{
    private readonly PreparedPart _part;
    private readonly TrainingOptions _options;
    private readonly Tensor? _weightsOfClasses;
    private readonly double[] _factors;
    private readonly Tensor _lossSum, _correctSum;   // on the device: reading them at every step would make the CPU wait for a GPU
    private long _seen;   // images of the steps of this pass

    public Learner(PreparedPart part, TrainingOptions options)
    {
        (_part, _options) = (part, options);
        _weightsOfClasses = !options.BalanceClasses ? null
            : tensor(CrossEntropy.Balance(part.Examples.Files, part.Model.Classes.Count), device: part.Model.Device)
                .DetachFromDisposeScope();
        (Parameter[] Parameters, double Factor)[] groups = [.. Groups(part.Model, options)];
        _factors = [.. groups.Select(group => group.Factor)];
        double rate = options.LearningRate, decay = options.WeightDecay;
        Optimizer = options.Optimizer switch
        {
            OptimizerKind.Adam =>
                optim.Adam(groups.Select(group => new Adam.ParamGroup(group.Parameters, lr: rate * group.Factor, weight_decay: decay))),
            OptimizerKind.AdamW =>
                optim.AdamW(groups.Select(group => new AdamW.ParamGroup(group.Parameters, lr: rate * group.Factor, weight_decay: decay))),
            OptimizerKind.Sgd => optim.SGD(
                groups.Select(group => new SGD.ParamGroup(
                    group.Parameters, rate * group.Factor, momentum: options.Momentum, weight_decay: decay)),
                rate),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "Nothing makes such an optimizer yet."),
        };
        _lossSum = zeros(1, device: part.Model.Device).DetachFromDisposeScope();
        _correctSum = zeros(1, device: part.Model.Device).DetachFromDisposeScope();
    }

    public OptimizerHelper Optimizer { get; }

    /// <summary>Batches per pass.</summary>
    public int Batches => (int)((_part.Examples.Count + _options.BatchSize - 1) / _options.BatchSize);

    /// <summary>Mean loss and accuracy of the steps of this pass.</summary>
    public (double Loss, double Accuracy) Figures =>
        ((double)_lossSum.item<float>() / _seen, (double)_correctSum.item<float>() / _seen);

    /// <summary>
    /// One pass over the part: a step per batch, in an order and with chances that are the epoch's own. Gives the number of batches done.
    /// </summary>
    public IEnumerable<int> Pass(int epoch, CancellationToken cancellation)
    {
        using (NewDisposeScope())
        {
            _lossSum.zero_();
            _correctSum.zero_();
            _seen = 0;
        }

        int seed = unchecked(_options.Seed * 10_007 + epoch), batch = 0;
        _part.Model.train();
        bool normTrains = _part.Model.TrainsSomeStatistics;
        random.manual_seed(seed);
        foreach (Batch next in _part.Examples.Batches(_options.BatchSize, seed))
        {
            cancellation.ThrowIfCancellationRequested();
            bool isLonely = next.Labels.shape[0] == 1 && _options.BatchSize > 1 && batch > 0;
            if (!(isLonely && normTrains))   // a mean of one tells BatchNorm little; this image waits for the next epoch's order
            {
                double rate = _options.RateAt(epoch - 1 + (double)batch / Batches);   // the head's; the other groups follow in proportion
                foreach ((optim.ILearningRateController group, double factor) in Optimizer.ParamGroups.Zip(_factors))
                {
                    group.LearningRate = rate * factor;
                }

                Step(next, unchecked(seed * 1_000_003 + batch));
            }

            yield return ++batch;
        }
    }

    public void Dispose()
    {
        _part.Model.zero_grad();   // gradients take as much memory as the parameters
        Optimizer.Dispose();
        _weightsOfClasses?.Dispose();
        _lossSum.Dispose();
        _correctSum.Dispose();
    }

    private void Step(Batch batch, int seed)
    {
        using DisposeScope scope = NewDisposeScope();
        bool isAugmented = !_options.Augmentation.IsNone && !_part.IsKept;
        // Augmented pixels are float32, which the model takes as normalized already.
        Tensor inputs = isAugmented ? _part.Model.Normalize(_options.Augmentation.Apply(batch.Inputs, seed)) : batch.Inputs;
        Optimizer.zero_grad();
        Tensor logits = _part.Run(inputs), labels = batch.Labels.to(logits.device);
        Tensor loss = CrossEntropy.Loss(logits, labels, _weightsOfClasses);
        loss.backward();
        Optimizer.step();
        using IDisposable noGradient = no_grad();
        _lossSum.add_(loss.detach() * labels.shape[0]);
        _correctSum.add_(CrossEntropy.CountCorrect(logits.detach(), labels));
        _seen += labels.shape[0];
    }

    /// <summary>What is trainable, with what its rate is multiplied by: a group for each rate.</summary>
    private static IEnumerable<(Parameter[] Parameters, double Factor)> Groups(TransferModel model, TrainingOptions options)
    {
        IReadOnlyList<IReadOnlyList<Parameter>> blocks = model.ParametersOfBlocks;
        return blocks
            .Select((parameters, block) =>
                (Parameters: parameters, Factor: options.BackboneRateFactor * Math.Pow(options.BlockRateFactor, blocks.Count - 1 - block)))
            .Append((Parameters: model.ParametersOfHead, Factor: 1.0))
            .GroupBy(part => part.Factor, part => part.Parameters.Where(parameter => parameter.requires_grad))
            .Select(group => (Parameters: group.SelectMany(parameters => parameters).ToArray(), Factor: group.Key))
            .Where(group => group.Parameters.Length > 0);
    }
}
