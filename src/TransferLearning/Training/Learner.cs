using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TransferLearning;

/// <summary>Takes the steps of a training: an optimizer over what can learn, in groups that each have a rate of their own, and the loss.</summary>
internal sealed class Learner : IDisposable
{
    private readonly TransferModel model;
    private readonly TrainingLoss loss;
    private readonly double[] factors;

    public Learner(TransferModel model, IReadOnlyList<Picture> pictures, TrainingOptions options)
    {
        this.model = model;
        loss = new TrainingLoss(options, pictures, model.Classes.Count);
        (Parameter[] Parameters, double Factor)[] groups = [.. Groups(model, options)];
        factors = [.. groups.Select(group => group.Factor)];
        double rate = options.LearningRate, decay = options.WeightDecay, momentum = options.Momentum;
        Optimizer = options.Optimizer switch
        {
            OptimizerKind.Adam => optim.Adam(groups.Select(group => new Adam.ParamGroup(group.Parameters, lr: rate * group.Factor, weight_decay: decay))),
            OptimizerKind.AdamW => optim.AdamW(groups.Select(group => new AdamW.ParamGroup(group.Parameters, lr: rate * group.Factor, weight_decay: decay))),
            OptimizerKind.Sgd => optim.SGD(groups.Select(group => new SGD.ParamGroup(group.Parameters, rate * group.Factor, momentum: momentum, weight_decay: decay)), rate),
            OptimizerKind.RmsProp => optim.RMSProp(groups.Select(group => new RMSProp.ParamGroup(group.Parameters, rate * group.Factor, weight_decay: decay, momentum: momentum))),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "Unknown optimizer."),
        };
    }

    public OptimizerHelper Optimizer { get; }

    /// <summary>The classifier's rate; the other groups follow in proportion.</summary>
    public double LearningRate
    {
        set
        {
            foreach ((optim.ILearningRateController group, double factor) in Optimizer.ParamGroups.Zip(factors))
            {
                group.LearningRate = value * factor;
            }
        }
    }

    /// <summary>One step on a batch; its loss (times its pictures) and how many of it were told right are added to the sums, on the device.</summary>
    public void Step(Examples examples, Tensor inputs, Tensor labels, Tensor lossSum, Tensor rightSum)
    {
        Optimizer.zero_grad();
        Tensor logits = examples.Run(model, inputs), truth = labels.to(logits.device);
        Tensor batchLoss = loss.Of(logits, truth);
        batchLoss.backward();
        Uncollected.Run(() => Optimizer.step());
        using IDisposable noGradient = no_grad();
        lossSum.add_(batchLoss.detach() * labels.shape[0]);
        rightSum.add_(Objective.CountRight(logits.detach(), truth));
    }

    public void Dispose()
    {
        Optimizer.Dispose();
        loss.Dispose();
    }

    /// <summary>What can learn, with what its rate is multiplied by: all together, unless rates differ.</summary>
    private static IEnumerable<(Parameter[] Parameters, double Factor)> Groups(TransferModel model, TrainingOptions options)
    {
        if (options.BackboneRateFactor.Equals(1.0) && options.BlockRateFactor.Equals(1.0))
        {
            return [([.. model.parameters().Where(parameter => parameter.requires_grad)], 1)];
        }

        IReadOnlyList<IReadOnlyList<Parameter>> blocks = model.ParametersOfBlocks;
        return blocks
            .Select((parameters, block) => (Parameters: parameters, Factor: options.BackboneRateFactor * Math.Pow(options.BlockRateFactor, blocks.Count - 1 - block)))
            .Append((Parameters: model.ParametersOfClassifier, Factor: 1.0))
            .Select(group => (Parameters: group.Parameters.Where(parameter => parameter.requires_grad).ToArray(), group.Factor))
            .Where(group => group.Parameters.Length > 0);
    }
}
