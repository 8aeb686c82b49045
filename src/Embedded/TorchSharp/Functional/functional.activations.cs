using TorchSharp.Kernels;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            /// <summary>max(x, 0).</summary>
            public static Tensor relu(Tensor x, bool inplace = false) => ActivationNode.Forward(x, Activation.ReLU, inplace);

            /// <summary>min(max(x, 0), 6).</summary>
            public static Tensor relu6(Tensor x, bool inplace = false) => ActivationNode.Forward(x, Activation.ReLU6, inplace);

            /// <summary>1 / (1 + e⁻ˣ).</summary>
            public static Tensor sigmoid(Tensor x) => x.sigmoid();

            /// <summary>The hyperbolic tangent.</summary>
            public static Tensor tanh(Tensor x, bool inplace = false) => inplace ? throw Failure.NotHere("tanh in place") : x.tanh();

            /// <summary>eˣ divided by its sum along a dimension.</summary>
            public static Tensor softmax(Tensor input, long dim, ScalarType? dtype = null) => input.softmax(dim, dtype);

            /// <summary>The logarithm of softmax along a dimension.</summary>
            public static Tensor log_softmax(Tensor x, long dim) => x.log_softmax(dim);

            /// <summary>
            /// Sets numbers to zero with probability p and scales the others by 1/(1−p); outside training it hands its input on.
            /// </summary>
            public static Tensor dropout(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Drop(input, input.shape, p, training, inplace);

            /// <summary>
            /// Sets whole channels to zero with probability p and scales the others by 1/(1−p); outside training it hands its input on.
            /// </summary>
            public static Tensor dropout2d(Tensor input, double p = 0.5, bool training = true, bool inplace = false) =>
                Drop(input, [.. input.shape.Select((size, dimension) => dimension < 2 ? size : 1)], p, training, inplace);

            static Tensor Drop(Tensor input, long[] maskShape, double p, bool training, bool inplace)
            {
                if (p is < 0 or > 1)
                {
                    throw new ArgumentException($"dropout probability has to be between 0 and 1, but got {p}");
                }

                if (!training || p == 0)
                {
                    return input.alias();
                }

                using Tensor mask = empty(maskShape);
                using (no_grad())
                {
                    mask.bernoulli_(1 - p);
                    if (p < 1)
                    {
                        mask.div_(1 - p);
                    }
                }

                return inplace ? input.mul_(mask).alias() : input.mul(mask);
            }
        }
    }
}
