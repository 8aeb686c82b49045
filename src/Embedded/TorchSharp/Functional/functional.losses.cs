namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>
            /// Cross-entropy of softmax(scores N×C or N×C×…) and target classes (int64), with weights per class and label smoothing.
            /// </summary>
            public static Tensor cross_entropy(Tensor input, Tensor target, Tensor? weight = null, long ignore_index = -100,
                Reduction reduction = Reduction.Mean,
                double label_smoothing = 0) => ClassLossNode.Forward(input, target, weight, ignore_index, reduction, label_smoothing,
                    fromScores: true);

            /// <summary>Minus the log-probability (N×C or N×C×…) of the target class (int64), with weights per class.</summary>
            public static Tensor nll_loss(Tensor input, Tensor target, Tensor? weight = null, Reduction reduction = Reduction.Mean) =>
                ClassLossNode.Forward(input, target, weight, -100, reduction, 0, fromScores: false);

            /// <summary>
            /// Cross-entropy of sigmoid(score) and targets in [0, 1], computed from the score, so that sure scores stay exact.
            /// </summary>
            public static Tensor binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean,
                Tensor? pos_weights = null) => BinaryLossNode.Forward(input, target, weight, pos_weights, reduction, fromScores: true);

            /// <summary>Cross-entropy of probabilities and targets in [0, 1].</summary>
            public static Tensor binary_cross_entropy(Tensor input, Tensor target, Tensor? weight = null,
                Reduction reduction = Reduction.Mean) =>
                BinaryLossNode.Forward(input, target, weight, null, reduction, fromScores: false);

            /// <summary>The squared differences.</summary>
            public static Tensor mse_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
            {
                using Tensor difference = input.sub(target);
                using Tensor square = difference.mul(difference);
                return Reduced(square, reduction);
            }

            /// <summary>The absolute differences.</summary>
            public static Tensor l1_loss(Tensor input, Tensor target, Reduction reduction = Reduction.Mean)
            {
                using Tensor difference = input.sub(target);
                using Tensor size = difference.abs();
                return Reduced(size, reduction);
            }

            static Tensor Reduced(Tensor losses, Reduction reduction) => reduction switch
            {
                Reduction.Mean => losses.mean(),
                Reduction.Sum => losses.sum(),
                _ => losses.alias(),
            };
        }
    }
}
