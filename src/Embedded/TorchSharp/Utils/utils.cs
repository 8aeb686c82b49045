using TorchSharp.Kernels;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>What training does with all gradients together.</summary>
        public static class utils
        {
            /// <summary>
            /// Scales all gradients so that their common norm is at most <paramref name="max_norm"/>; returns the norm they had.
            /// </summary>
            public static unsafe double clip_grad_norm_(IEnumerable<Parameter> tensors, double max_norm, double norm_type = 2)
            {
                if (norm_type != 2)
                {
                    throw Failure.NotHere("gradient norms other than 2");
                }

                Tensor[] gradients = [.. tensors.Select(p => p.Gradient).OfType<Tensor>()];
                double squares = 0;
                foreach (Tensor gradient in gradients)
                {
                    using Tensor dense = gradient.AsLayout(gradient.NaturalLayout);
                    squares += VectorMath.Dot(dense.numel(), dense.Floats, dense.Floats);
                }

                double norm = Math.Sqrt(squares), scale = max_norm / (norm + 1e-6);
                using (no_grad())
                {
                    foreach (Tensor gradient in scale < 1 ? gradients : [])
                    {
                        gradient.mul_((float)scale);
                    }
                }

                return norm;
            }
        }
    }
}
