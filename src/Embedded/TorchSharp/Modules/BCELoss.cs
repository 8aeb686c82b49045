using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules
{
    /// <summary>
    /// Cross-entropy of probabilities and targets in [0, 1]. Prefer <see cref="BCEWithLogitsLoss"/>, which stays exact for sure scores.
    /// </summary>
    public sealed class BCELoss : WeightedLoss<Tensor, Tensor, Tensor>
    {
        public BCELoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean)
            : base(weight, reduction)
        {
        }

        public override Tensor forward(Tensor input, Tensor target) => functional.binary_cross_entropy(input, target, weight, reduction);
    }
}

namespace TorchSharp
{
    public static partial class torch
    {
        public static partial class nn
        {
            /// <summary>
            /// Cross-entropy of probabilities and targets in [0, 1]. Prefer <see cref="BCEWithLogitsLoss"/>, which stays exact for sure
            /// scores.
            /// </summary>
            public static BCELoss BCELoss(Tensor? weight = null, nn.Reduction reduction = nn.Reduction.Mean) =>
                new(weight, reduction);
        }
    }
}
