namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What the modules compute, as functions: this file has layers with weights.</summary>
        public static partial class functional
        {
            /// <summary>2-D convolution of N×C×H×W (or C×H×W) with weights out × in/groups × height × width.</summary>
            public static Tensor conv2d(Tensor input, Tensor weight, Tensor? bias = null, long[]? strides = null, long[]? padding = null,
                long[]? dilation = null, long groups = 1) =>
                ConvolutionNode.Forward(input, weight, bias, Two(strides, 1), Two(padding, 0), Two(dilation, 1), groups);

            /// <summary>y = x·Wᵀ + b over the last dimension.</summary>
            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null) => LinearNode.Forward(input, weights, bias);

            /// <summary>
            /// Batch normalisation over the second dimension. In training the batch's own statistics normalise, and the running ones, where
            /// given,
            /// move towards them by <paramref name="momentum"/>; else the running ones normalise.
            /// </summary>
            public static Tensor batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight = null,
                Tensor? bias = null, bool training = false,
                double momentum = 0.1, double eps = 1E-05) => BatchNormalizationNode.Forward(input, running_mean, running_var, weight, bias,
                    training, momentum, eps);

            static long[] Two(long[]? sizes, long otherwise) => sizes switch
            {
                null => [otherwise, otherwise],
                [long one] => [one, one],
                _ => sizes,
            };
        }
    }
}
